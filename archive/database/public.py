"""The public names: views people query, over each report's current reading."""

VIEWS = """
CREATE VIEW bodies AS
SELECT id, name, division, level, portal, kind,
       (SELECT max(predecessor) FROM predecessor WHERE predecessor.body = body.id) AS predecessor
FROM body;

CREATE VIEW reports AS
SELECT report.key AS id, report.portal, body.name AS agency, body.division, body.level, report.year,
       reading.template, reading.title, reading.published_on, report.url,
       capture.id AS capture_id, capture.digest, report.status
FROM report
JOIN body ON body.id = report.body
LEFT JOIN reading ON reading.version = report.version AND reading.release = report.release
LEFT JOIN capture ON capture.id = (
    SELECT vc.capture FROM version_capture vc JOIN capture c ON c.id = vc.capture
    WHERE vc.version = report.version AND vc.position = 0 ORDER BY c.captured_at DESC LIMIT 1);

CREATE VIEW applications AS
SELECT report.key AS report_id, term.text AS row, natural_person, commercial_enterprise, research_institution,
       public_welfare_org, legal_service_org, other_org, total, states
FROM application JOIN term ON term.id = application.row JOIN report ON report.id = application.report;

CREATE VIEW disclosure AS
SELECT report.key AS report_id, row.text AS row, head.text AS column, value,
       coalesce(disclosure_cell.text, CAST(value AS TEXT)) AS text, unit, coalesce(state, 'number') AS state
FROM disclosure_cell JOIN term AS row ON row.id = disclosure_cell.row
JOIN term AS head ON head.id = disclosure_cell.column JOIN report ON report.id = disclosure_cell.report;

CREATE VIEW review AS
SELECT report.key AS report_id, term.text AS route, upheld, corrected, other, pending, total, states
FROM review_row JOIN term ON term.id = review_row.route JOIN report ON report.id = review_row.report;

CREATE VIEW statistics AS
SELECT report.key AS report_id, term.text AS row, value,
       coalesce(statistic.text, CAST(value AS TEXT)) AS text, unit, coalesce(state, 'number') AS state
FROM statistic JOIN term ON term.id = statistic.row JOIN report ON report.id = statistic.report;

CREATE VIEW fields AS
SELECT report.key AS report_id, field.key, value, place FROM field JOIN report ON report.id = field.report;

CREATE VIEW sections AS
SELECT report.key AS report_id, section.key, heading, text
FROM section JOIN report ON report.id = section.report WHERE section.position > 0;

CREATE VIEW findings AS
SELECT report.key AS report_id, check_id, finding.status, severity, cells, suspects,
       coalesce(term.text, message) AS message, verdict, proposed, coalesce(stage, 'document') AS stage
FROM finding JOIN report ON report.id = finding.report
LEFT JOIN term ON term.id = message AND typeof(message) = 'integer';

CREATE VIEW claims AS
SELECT report.key AS report_id, term.text AS quantity, kind, value, unit, claim.status,
       coalesce(sentence, substr(quoted.text, letter, letters)) AS sentence,
       json_object('section', section.text, 'line', line, 'start', start, 'end', stop, 'place', json(spot)) AS place,
       compared
FROM claim JOIN report ON report.id = claim.report
LEFT JOIN term ON term.id = claim.quantity LEFT JOIN term AS section ON section.id = claim.section
LEFT JOIN section AS quoted ON quoted.report = claim.report AND quoted.position = claim.within;

CREATE VIEW estimates AS
SELECT estimate.body AS body_id, body.name AS agency, estimate.year, term.text AS cell, low, high,
       reason.text AS because
FROM estimate JOIN body ON body.id = estimate.body JOIN term ON term.id = estimate.cell
JOIN term AS reason ON reason.id = estimate.because;

CREATE VIEW corrections AS
SELECT correction.id, coalesce(report.key, correction.report) AS report_id, correction.agency, correction.year,
       cell, correction.read, correction.read_state, correction.printed, value AS corrected,
       state AS corrected_state, unit AS corrected_unit, because, author, made_at, standing, today.read AS read_today,
       today.read_state AS read_state_today, correction.url, digest, correction.version,
       withdrawn_at, withdrawn_because
FROM correction JOIN correction_today today ON today.correction = correction.id
LEFT JOIN report ON report.id = today.report;

CREATE VIEW captures AS
SELECT id, portal, url, final_url, captured_at, status, media_type, digest, size, rendered, outcome,
       reason, kind, found_on, link_title, crawl, position, spider, version
FROM capture;

CREATE VIEW crawls AS
SELECT id, started_at, finished_at, status, version, captures, head, options,
       (SELECT count(*) FROM visit WHERE visit.crawl = crawl.id) AS portals,
       (SELECT count(*) FROM visit WHERE visit.crawl = crawl.id AND visit.status = 'error') AS failed_portals
FROM crawl;

CREATE VIEW portals AS
SELECT name, title, division, level, family, index_url, params, render, note, seen_at FROM portal;

CREATE VIEW visits AS
SELECT crawl, portal, started_at, finished_at, status, reason, lists, links, stored, unchanged, errors,
       whole_list FROM visit;

CREATE VIEW requests AS
SELECT crawl, portal, host, kind, url, outcome, reason, tries, capture AS capture_id, done_at FROM request;

CREATE VIEW changes AS
SELECT report.key AS report_id, edit.url, edit.after, edit.seen, change.kind, change.item, change.old, change.new,
       edit.previous AS from_version, edit.version AS to_version, edit.release, edit.capture AS capture_id
FROM edit JOIN change USING (report, capture) JOIN report ON report.id = edit.report;

CREATE VIEW gone_reports AS
SELECT report.key AS report_id, gone.portal, gone.url, since, judged_at, tries, failures, back_at
FROM gone LEFT JOIN report ON report.id = gone.report;

CREATE VIEW tombstones AS
SELECT digest, because, author, at FROM withheld;
"""

NAMES = [
    "bodies",
    "reports",
    "applications",
    "disclosure",
    "review",
    "statistics",
    "fields",
    "sections",
    "findings",
    "claims",
    "corrections",
    "estimates",
    "captures",
    "crawls",
    "portals",
    "visits",
    "requests",
    "coverage",
    "attempts",
    "changes",
    "gone_reports",
    "tombstones",
]
