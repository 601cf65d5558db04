"""The census as views: each body and year with its one status and why, and the attempts behind it.

`coverage` asks for little where a report is there, so that a province answers at once: what explains a gap is looked
up in the ON clauses only where there is one.
"""

# A body's report may be found on several portals: its own, those its reports came from, those that named it, and one
# that bears its name. On a gap decides that whose lists named it, else that whose list was read in full longest ago, or
# never.
_PLACES = """
    SELECT {0}.portal AS portal UNION SELECT portal FROM report WHERE body = {0}.{1}
    UNION SELECT portal FROM listed_body WHERE body = {0}.{1} UNION SELECT name FROM portal WHERE body = {0}.{1}"""
_DECIDING = f"""
    CASE WHEN report.id IS NOT NULL THEN NULL
    WHEN NOT EXISTS (SELECT 1 FROM report WHERE body = somebody.id AND portal IS NOT somebody.portal
                     AND portal IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM listed_body WHERE body = somebody.id AND portal IS NOT somebody.portal)
        AND NOT EXISTS (SELECT 1 FROM portal WHERE body = somebody.id AND name IS NOT somebody.portal)
    THEN somebody.portal
    ELSE (SELECT portal FROM (
        SELECT place.portal AS portal, min(CASE
            WHEN EXISTS (SELECT 1 FROM listed_body CROSS JOIN listed ON listed.portal = listed_body.portal
                         AND listed.year = years.year AND listed.agency = listed_body.agency
                         WHERE listed_body.body = somebody.id AND listed_body.portal = place.portal) THEN ' '
            ELSE coalesce((SELECT max(looked_at) FROM visit WHERE portal = place.portal AND whole_list = 1), '!')
        END)
        FROM ({_PLACES.format("somebody", "id")}) AS place
        WHERE place.portal IS NOT NULL)) END"""

# What its list named: by a name of the body, namelessly, or, where the page was not had, by a longer or shorter name.
# What was read as a report of that year is somebody's, and promises nothing to others.
_IS_READ = """
    SELECT 1 FROM version_capture vc JOIN version ON version.id = vc.version JOIN report ON report.id = version.report
    WHERE vc.capture = {0}.capture AND report.year = {1}"""
_PROMISE = f"""
    CASE WHEN deciding.name IS NOT NULL THEN (
        SELECT substr(min(rank || agency), 2) FROM (
            SELECT CASE outcome WHEN 'stored' THEN 0 WHEN 'unchanged' THEN 0 WHEN 'blocked' THEN 1 ELSE 2 END AS rank,
                   listed.agency, capture
            FROM listed_body CROSS JOIN listed INDEXED BY listed_name ON listed.portal = listed_body.portal
                AND listed.year = years.year AND listed.agency = listed_body.agency
            WHERE listed_body.body = somebody.id AND listed_body.portal = deciding.name
            UNION ALL SELECT iif(outcome = 'blocked', 3, 5), agency, capture FROM listed INDEXED BY listed_name
            WHERE portal = deciding.name AND year = years.year AND agency = ''
            UNION ALL SELECT iif(outcome = 'blocked', 3, 4), agency, capture FROM listed INDEXED BY listed_open
            WHERE portal = deciding.name AND year = years.year AND outcome NOT IN ('stored', 'unchanged')
                AND (substr(agency, -length(somebody.name)) = somebody.name
                     OR substr(somebody.name, -length(agency)) = agency)
        ) AS named WHERE NOT EXISTS ({_IS_READ.format("named", "years.year")})) END"""

# A body counts by a list that names it, unless what it named turned out to be another's.
_IS_COUNTED = f"""EXISTS (
    SELECT 1 FROM listed WHERE listed.portal = listed_body.portal AND listed.agency = listed_body.agency
    AND NOT EXISTS ({_IS_READ.format("listed", "listed.year")}))"""

# The day a report is due, as archive.checks.timeliness.deadline has it. An office may report for its government, and
# so may whoever is known by a portal's title alone.
_DUE = """
    ((years.year + 1) || CASE WHEN years.year < 2019
        OR ifnull(somebody.kind, 'government') IN ('government', 'government_office')
        THEN '-03-31' ELSE '-01-31' END)"""
# That day ends in China at this time of Greenwich.
_DAY_ENDS = "'T16:00:00'"

_NARROWED = """
    CASE WHEN options ->> '$.dry_run' THEN 'the crawl was a dry run'
         WHEN options ->> '$.limit' IS NOT NULL
         THEN 'the crawl was limited to ' || (options ->> '$.limit') || ' reports'
         WHEN options ->> '$.first_year' IS NOT NULL OR options ->> '$.last_year' IS NOT NULL
         THEN 'the crawl was asked for the years ' || coalesce(options ->> '$.first_year', '') || '-'
              || coalesce(options ->> '$.last_year', '') || ' only' END"""

_WHY_NOT_WHOLE = f"""
    coalesce({{visit}}.reason, (SELECT {_NARROWED} FROM crawl WHERE crawl.id = {{visit}}.crawl),
        CASE WHEN {{visit}}.finished_at IS NULL THEN 'the crawl did not finish with this portal'
             ELSE 'a page it leads to could not be had, or it ends early' END)"""

_STATUS = f"""
    CASE
        WHEN report.status IN ('read', 'partial') THEN 'read'
        WHEN report.id IS NOT NULL OR promise.outcome IN ('stored', 'unchanged') THEN 'captured'
        WHEN promise.outcome = 'blocked' THEN 'blocked'
        WHEN promise.outcome IS NOT NULL
        THEN iif(last.status = 'blocked', 'blocked', iif(promise.outcome = 'left', 'unread_list', 'unknown'))
        WHEN proof.looked_at >= {_DUE} || {_DAY_ENDS} THEN 'absent'
        WHEN last.started_at < {_DUE} || {_DAY_ENDS} THEN 'unknown'
        WHEN last.status = 'blocked' THEN 'blocked'
        WHEN last.crawl = proof.crawl OR last.crawl IS NULL THEN 'unknown'
        ELSE 'unread_list'
    END"""

_REASON = f"""
    CASE
        WHEN report.status = 'read' THEN NULL
        WHEN report.status = 'partial' THEN 'rows of the form are missing, or cells are in doubt'
        WHEN report.id IS NOT NULL THEN coalesce((SELECT problem FROM reading WHERE reading.version = report.version
            AND reading.release = report.release), 'no report could be read from it')
        WHEN promise.outcome IN ('stored', 'unchanged')
        THEN 'its list names it and the page is kept, but no report of that year was read from it'
        WHEN promise.outcome IS NOT NULL THEN 'its list names it, but '
            || iif(promise.outcome = 'left', coalesce((SELECT {_NARROWED} FROM crawl WHERE id = promise.crawl),
                   'the crawl was not for all reports'), 'its page is ' || promise.outcome)
            || coalesce(', ' || promise.reason, '')
            || iif(last.status = 'blocked', ', and the last crawl was blocked', '')
        WHEN proof.looked_at >= {_DUE} || {_DAY_ENDS} THEN 'its list was read in full on '
            || substr(proof.looked_at, 1, 10) || ' (' || proof.links || ' reports named) and does not name it'
            || iif(last.crawl > proof.crawl, ', a later crawl did not read the list in full ('
                   || {_WHY_NOT_WHOLE.format(visit="last")} || ')', '')
        WHEN last.crawl IS NULL THEN iif(deciding.name IS NULL, 'no portal of it is known', 'nobody has looked')
        WHEN last.started_at < {_DUE} || {_DAY_ENDS} THEN 'not due before ' || {_DUE}
            || ', its portal was last looked at on ' || substr(last.started_at, 1, 10)
        WHEN last.crawl = proof.crawl THEN 'its list was read on ' || substr(proof.looked_at, 1, 10)
            || ', and the report was not due before ' || {_DUE}
        ELSE {_WHY_NOT_WHOLE.format(visit="last")}
    END"""

# The years for which somebody may be missed: from the first that is named since the duty began, to the newest that was
# due when somebody last looked, or was named before that. Others are told of whoever is named in them.
_DUTY_BEGAN = 2008
_YEARS = f"""
    looked(day) AS (
        SELECT date(max(started_at), '+8 hours') FROM visit
    ),
    due(day, year) AS (
        SELECT day, substr(date(day, '-1 month'), 1, 4) - 1 FROM looked
    ),
    newest(year) AS (
        SELECT coalesce((SELECT max(year) FROM report WHERE year <= coalesce(substr(day, 1, 4) + 0, 9999)), year)
        FROM due UNION ALL
        SELECT coalesce((SELECT max(year) FROM listed WHERE year <= coalesce(substr(day, 1, 4) + 0, 9999)), year)
        FROM due UNION ALL SELECT year FROM due
    ),
    oldest(year) AS (
        SELECT min(year) FROM report WHERE year >= {_DUTY_BEGAN}
        UNION ALL SELECT min(year) FROM listed WHERE year >= {_DUTY_BEGAN}
    ),
    bounds(first, last) AS (
        SELECT coalesce((SELECT min(year) FROM oldest WHERE year <= (SELECT max(year) FROM newest)),
                        max({_DUTY_BEGAN}, (SELECT max(year) FROM newest))), (SELECT max(year) FROM newest)
    ),
    span(year) AS (
        SELECT first FROM bounds WHERE first <= last UNION ALL SELECT year + 1 FROM span, bounds WHERE year < last
    ),
    beyond(year) AS (
        SELECT year FROM report WHERE year < (SELECT first FROM bounds)
        UNION SELECT year FROM report WHERE year > (SELECT last FROM bounds)
        UNION SELECT year FROM listed WHERE year < (SELECT first FROM bounds)
        UNION SELECT year FROM listed WHERE year > (SELECT last FROM bounds)
    )"""

CENSUS = f"""
-- body x year, from the first year named to the newest that was due: what is known, and if nothing, why.
-- A body only a list names counts too, and so does the body a portal is named after, whoever was found on it.
CREATE VIEW coverage AS
WITH RECURSIVE {_YEARS},
somebody AS (
    SELECT id, name, division, level, portal, kind FROM body
    UNION ALL SELECT body, name, division, level, portal, kind FROM listed_body
    WHERE NOT EXISTS (SELECT 1 FROM body WHERE body.id = listed_body.body)
    AND NOT EXISTS (SELECT 1 FROM listed_body AS other WHERE other.body = listed_body.body
        AND (other.portal, other.agency) < (listed_body.portal, listed_body.agency))
    AND {_IS_COUNTED}
    UNION ALL SELECT body, body_name, body_division, body_level, name, kind FROM portal WHERE portal.body IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM body WHERE body.id = portal.body)
    AND NOT EXISTS (SELECT 1 FROM portal AS other WHERE other.body = portal.body AND other.name < portal.name)
    AND NOT EXISTS (SELECT 1 FROM listed_body WHERE listed_body.body = portal.body AND {_IS_COUNTED})
    UNION ALL SELECT NULL, body_name, body_division, body_level, name, kind FROM portal WHERE portal.body IS NULL
    AND NOT EXISTS (SELECT 1 FROM body WHERE body.portal = portal.name)
    AND NOT EXISTS (SELECT 1 FROM listed_body WHERE listed_body.portal = portal.name)
)
SELECT somebody.id AS body_id, somebody.name AS agency, somebody.division, somebody.level, somebody.portal,
       years.year, {_STATUS} AS status, report.key AS report_id, {_REASON} AS reason,
       CASE WHEN report.id IS NOT NULL THEN (SELECT last_seen FROM version WHERE version.id = report.version)
            WHEN proof.looked_at >= {_DUE} || {_DAY_ENDS} AND promise.outcome IS NULL THEN proof.looked_at
            ELSE coalesce(last.looked_at, last.started_at) END AS looked_at,
       (SELECT count(*) FROM visit WHERE visit.portal = coalesce(deciding.name, somebody.portal)) AS crawls,
       CASE WHEN report.id IS NULL THEN promise.url ELSE report.url END AS url,
       CASE WHEN report.id IS NULL THEN promise.capture ELSE (
           SELECT vc.capture FROM version_capture vc JOIN capture ON capture.id = vc.capture
           WHERE vc.version = report.version AND vc.position = 0
           ORDER BY captured_at DESC LIMIT 1) END AS capture_id,
       CASE WHEN proof.looked_at >= {_DUE} || {_DAY_ENDS} THEN proof.list_url
            ELSE coalesce(last.list_url, deciding.index_url) END AS list_url,
       CASE WHEN proof.looked_at >= {_DUE} || {_DAY_ENDS} THEN proof.list_capture
            ELSE last.list_capture END AS list_capture,
       CASE WHEN proof.looked_at >= {_DUE} || {_DAY_ENDS} THEN proof.links ELSE last.links END AS list_entries
FROM somebody CROSS JOIN (SELECT year FROM span UNION ALL SELECT year FROM beyond) AS years
    ON years.year BETWEEN (SELECT first FROM bounds) AND (SELECT last FROM bounds)
    OR EXISTS (SELECT 1 FROM report WHERE report.body = somebody.id AND report.year = years.year)
    OR EXISTS (SELECT 1 FROM listed_body CROSS JOIN listed ON listed.portal = listed_body.portal
        AND listed.year = years.year AND listed.agency = listed_body.agency WHERE listed_body.body = somebody.id)
LEFT JOIN report ON report.body = somebody.id AND report.year = years.year
LEFT JOIN portal AS deciding ON deciding.name = {_DECIDING}
LEFT JOIN listed AS promise ON promise.portal = deciding.name AND promise.year = years.year
    AND promise.agency = {_PROMISE}
LEFT JOIN visit AS proof ON proof.portal = deciding.name
    AND proof.crawl = (SELECT max(crawl) FROM visit WHERE portal = deciding.name AND whole_list = 1)
LEFT JOIN visit AS last ON last.portal = deciding.name
    AND last.crawl = (SELECT max(crawl) FROM visit WHERE portal = deciding.name);

-- What was tried for each body and year: the crawls that went to its portals, the lists they asked for, the pages named
-- as its own and what is attached to them, and files of people.
CREATE VIEW attempts AS
WITH tried AS NOT MATERIALIZED (
    SELECT body_id, agency, year, portal.name AS portal, index_url FROM coverage JOIN portal ON portal.name IN (
        {_PLACES.format("coverage", "body_id")})
)
SELECT body_id, agency, tried.portal, year, visit.crawl, 'visit' AS kind, index_url AS url,
       coalesce(visit.status, 'running') AS outcome,
       iif(whole_list = 1, 'the list was read in full, ' || links || ' reports named',
           {_WHY_NOT_WHOLE.format(visit="visit")}) AS reason,
       NULL AS capture_id, started_at AS at
FROM tried JOIN visit ON visit.portal = tried.portal
UNION ALL
SELECT body_id, agency, tried.portal, year, request.crawl, kind, url, outcome, reason, capture, done_at
FROM tried JOIN request ON request.portal = tried.portal AND kind = 'list'
UNION ALL
SELECT body_id, agency, tried.portal, tried.year, asked.crawl, asked.kind, asked.url, asked.outcome, asked.reason,
       asked.capture, asked.done_at
FROM tried JOIN request AS page ON page.portal = tried.portal AND page.kind = 'detail'
JOIN request AS asked ON asked.id = page.id OR asked.parent = page.id
WHERE page.capture IN (SELECT vc.capture FROM report JOIN version ON version.report = report.id
                       JOIN version_capture vc ON vc.version = version.id
                       WHERE report.body = tried.body_id AND report.year = tried.year)
OR page.detail ->> '$.year' = tried.year AND (ifnull(page.detail ->> '$.agency', '') IN (agency, '')
    OR page.detail ->> '$.agency' IN (SELECT listed_body.agency FROM listed_body WHERE body = tried.body_id))
OR page.detail ->> '$.year' = tried.year AND page.outcome NOT IN ('stored', 'unchanged')
    AND (substr(page.detail ->> '$.agency', -length(agency)) = agency
         OR substr(agency, -length(page.detail ->> '$.agency')) = page.detail ->> '$.agency')
UNION ALL
SELECT coverage.body_id, agency, NULL, coverage.year, request.crawl, request.kind, request.url, request.outcome,
       request.reason, request.capture, request.done_at
FROM coverage JOIN report ON report.key = coverage.report_id JOIN version ON version.report = report.id
JOIN version_capture vc ON vc.version = version.id JOIN request ON request.capture = vc.capture
WHERE request.portal = '';
"""
