-- The first schema of a ledger in SQLite, as it was on the day it was made. Never changed: tests bring it to today's.
CREATE TABLE schema_version (version INTEGER PRIMARY KEY, made_at TEXT NOT NULL, made_by TEXT NOT NULL) STRICT;
CREATE TABLE record (  sequence  INTEGER PRIMARY KEY CHECK (sequence > 0),  hash      TEXT NOT NULL UNIQUE,  kind      TEXT NOT NULL,  case_id   TEXT NOT NULL,  made_at   TEXT NOT NULL,  made_by   TEXT NOT NULL,  corrects  TEXT NOT NULL,  body      TEXT,  body_hash TEXT NOT NULL) STRICT;
CREATE INDEX record_case ON record (case_id, sequence);
CREATE INDEX record_kind ON record (kind, sequence);
CREATE TABLE blob (hash TEXT PRIMARY KEY, size INTEGER NOT NULL CHECK (size >= 0), bytes BLOB) STRICT;
CREATE TABLE entry (name TEXT NOT NULL, key TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (name, key, sequence)) STRICT, WITHOUT ROWID;
CREATE TRIGGER record_follows BEFORE INSERT ON record WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM record) OR EXISTS (SELECT 1 FROM record WHERE hash = NEW.hash) BEGIN SELECT RAISE(ABORT, 'a record comes after all others'); END;
CREATE TRIGGER record_stays BEFORE UPDATE ON record WHEN NOT (NEW.body IS NULL AND NEW.sequence = OLD.sequence AND NEW.hash = OLD.hash AND NEW.kind = OLD.kind AND NEW.case_id = OLD.case_id  AND NEW.made_at = OLD.made_at AND NEW.made_by = OLD.made_by AND NEW.corrects = OLD.corrects AND NEW.body_hash = OLD.body_hash  AND EXISTS (SELECT 1 FROM entry WHERE name = 'erases' AND key = OLD.hash)) BEGIN SELECT RAISE(ABORT, 'a record is never changed'); END;
CREATE TRIGGER record_never_goes BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'a record never goes'); END;
CREATE TRIGGER blob_once BEFORE INSERT ON blob WHEN CASE WHEN NEW.bytes IS NULL THEN NOT EXISTS (SELECT 1 FROM entry WHERE name = 'erases' AND key = NEW.hash) ELSE length(NEW.bytes) <> NEW.size END BEGIN SELECT RAISE(ABORT, 'a blob comes with its bytes'); END;
CREATE TRIGGER blob_stays BEFORE UPDATE ON blob WHEN NOT (NEW.bytes IS NULL AND NEW.hash = OLD.hash AND NEW.size = OLD.size  AND EXISTS (SELECT 1 FROM entry WHERE name = 'erases' AND key = OLD.hash)) BEGIN SELECT RAISE(ABORT, 'a blob is never changed'); END;
CREATE TRIGGER blob_never_goes BEFORE DELETE ON blob BEGIN SELECT RAISE(ABORT, 'a blob never goes'); END;
PRAGMA application_id = 1145261138;
INSERT INTO schema_version VALUES (1, '2026-11-22T12:00:00.000000Z', '0.1.0');
