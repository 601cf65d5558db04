"""What can go wrong in the archive, one class a fact."""


class ArchiveError(Exception):
    """Base of all errors of this package; its text is one line a person understands."""


class UnreadableDocument(ArchiveError):
    """Raised by a reader when bytes cannot be read as what they are; the text says why."""


class EncryptedDocument(UnreadableDocument):
    """Raised by a reader when a document asks for a password."""


class UnknownFormat(UnreadableDocument):
    """Raised by the reader registry when no reader takes a media type."""


class NotAsStored(UnreadableDocument):
    """Raised when bytes of an archive are gone or are not what their digest says; nothing may be read from them."""


class OfficeMissing(UnreadableDocument):
    """Raised when a document asks for LibreOffice and this machine has none; the text says what to install."""


class ForeignDatabase(ArchiveError):
    """Raised on opening when archive.db is not a nianbao archive; nothing was changed."""


class NewerArchive(ArchiveError):
    """Raised on opening when the archive was written by a newer nianbao; nothing was changed."""


class ArchiveBusy(ArchiveError):
    """Raised when another program keeps archive.db locked for longer than the busy timeout."""


class ArchiveUnusable(ArchiveError):
    """Raised when the archive's directory or database cannot be created, read or written."""


class DiskFull(ArchiveError):
    """Raised by the keeper when bytes or rows cannot be written for want of space."""


class DamagedReading(ArchiveError):
    """Raised when what is stored of a reading is none any more; the documents are there and can be read again."""


class NoSuchReport(ArchiveError):
    """Raised when a REPORT given by a person names nothing, or several things, in the archive."""


class NoSuchCapture(ArchiveError):
    """Raised when the id of a capture given by a person names none, or several."""


class NoSuchCorrection(ArchiveError):
    """Raised when the ID of a correction given by a person names none, or several."""


class BadQuery(ArchiveError):
    """Raised by `nianbao query` when SQLite refuses the statement."""


class BadTruth(ArchiveError):
    """Raised by the scorer when an expected.json cannot be read or does not say what is true."""


class NoSuchTable(ArchiveError):
    """Raised when a table named by a person is none of the public ones."""


class CannotExport(ArchiveError):
    """Raised when an export cannot be written where it shall be; what was there is as it was."""


class ExtraMissing(ArchiveError):
    """Raised when a command needs a package that is not installed; the text says what to install."""
