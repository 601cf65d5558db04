"""Made reports of which every figure is known: templates, figures, layouts and formats crossed, the same every time."""
