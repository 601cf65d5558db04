"""Reading pictures of pages: scans, photocopies, phone pictures. Needs the `ocr` extra."""
