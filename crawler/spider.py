"""One crawl is one Scrapy crawler over all its portals; `scrapy crawl FAMILY` limits it to one family."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Request, Spider, signals
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.browser import executable
from archive.database.frontier import Task
from archive.database.revisits import Kept
from crawler import browser, rendering
from crawler.addresses import is_same_site
from crawler.answers import answer_facts, is_cut_off, is_garbled, lower_headers
from crawler.blocking import STORED, Verdict, judge
from crawler.captured import capture_of
from crawler.climbing import began_at_a_report, climbs
from crawler.families import Families
from crawler.family import Listing, Page
from crawler.follow import detail_steps, list_steps, refused_steps
from crawler.glanced import seen, site_code_of, site_of
from crawler.items import Fetched, Fruitless
from crawler.leaving import leave
from crawler.lone import told_alone
from crawler.outgoing import request_for, task_of
from crawler.reasons import plain_reason
from crawler.refusals import Refused, Stopping
from crawler.session import Session
from crawler.steps import Child, Step
from crawler.unchanged import is_not_modified, not_modified, replaced, restored, said, whole

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from crawler.portals import Portal

Output = Iterator[Request | Fetched | Fruitless]


class PortalSpider(Spider):
    """Base of all families, and by itself the crawler over portals of any family.

    A family is a subclass in a module of spiders/ with two attributes: `name`, the family's, and
    `listing`, a pure function from a page of a list to what it holds (crawler.family):

        class Trs(PortalSpider):
            name = "trs"
            listing = staticmethod(listing)
    """

    name = "nianbao"
    listing: ClassVar[Callable[..., Listing] | None] = None

    def __init__(self, session: Session, families: dict[str, type[PortalSpider]], **kwargs: Any) -> None:
        """`session` is the crawl; `families` the spider class of each family in it."""
        super().__init__(**kwargs)
        self.session = session
        self._families = Families({name: family.listing for name, family in families.items() if family.listing})

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Made by `nianbao crawl` with a session; by `scrapy crawl` from -a portal=NAME, -a portals=CSV."""
        if "session" not in kwargs:
            from crawler.crawl import begin_for_scrapy, end_for_scrapy

            session = begin_for_scrapy(cls.name, kwargs.pop("portal", None), kwargs.pop("portals", None))
            kwargs |= {"session": session, "families": {cls.name: cls}}
            crawler.signals.connect(lambda: end_for_scrapy(session), signals.engine_stopped, weak=False)
        return super().from_crawler(crawler, *args, **kwargs)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The browser goes with the spider: whoever starts it, pages are rendered."""
        super().update_settings(settings)
        settings.setdict(browser.settings(), priority="spider")

    async def start(self) -> AsyncIterator[Any]:
        """The index page of each portal that does not go on with an interrupted crawl."""
        engine = self.crawler.engine
        assert engine is not None
        self.session.send = lambda task: engine.crawl(request_for(task, self))
        for name in self.session.fresh:
            portal = self.session.portals[name]
            detail = {"index": True, "render": "always" if portal.render == "always" else None}
            task = self.session.task(name, "list", portal.index_url, detail=detail)
            if task is not None:  # else another portal of this crawl has asked for it, and this one shares what comes
                yield request_for(task, self)

    def rendering(self, task: Task) -> dict[str, Any]:
        """The request meta that sends a task through the browser."""
        return rendering.meta(task)

    def answered(self, response: Response) -> Output:
        """Every answer comes here: judge it, follow it, keep it."""
        task = task_of(response.request)  # type: ignore[arg-type]
        rendered = "playwright" in response.flags
        facts = answer_facts(response, rendered=rendered)
        kept: Kept | None = None
        here: Response | None = response
        if is_not_modified(task, response):
            kept, here = restored(self.session, task, response) or (None, None)
        verdict, step = self._follow(task, here, facts) if here else (STORED, whole(task))
        for child in step.children:
            yield from self._request(task, child)
        for child in step.left:
            leave(self.session, task.portal, child)
        outcome, reason = step.outcome or verdict.outcome, step.reason or verdict.reason
        body = (here or response).body
        capture = capture_of(task, body, outcome=outcome, reason=reason, spider=self._family(task), **facts)
        if kept:
            capture = not_modified(capture, kept)
        if step.kind:
            capture = replace(capture, kind=step.kind)
        if step.title:  # the list that names it is the page itself
            capture = replace(capture, link_title=step.title, found_on=capture.found_on or task.url)
        self.session.tally.of(task.portal).silent |= step.silent
        if step.problem or step.curtailed:
            self.session.note(task.portal, step.problem and f"{task.url}: {step.problem}", remark=step.remark)
        yield Fetched(task, capture, body, step.unread, not step.children, said(step))

    def _follow(self, task: Task, response: Response, facts: dict[str, Any]) -> tuple[Verdict, Step]:
        """What an answer is and leads to. A page we trip over costs what it leads to, never its bytes or the crawl."""
        verdict = STORED
        try:
            verdict = judge(response.status, lower_headers(response.headers), response.body, response.url)
            if is_cut_off(response) and verdict.outcome == "stored":
                return Verdict("failed", "the answer was cut off"), Step()
            if is_garbled(response, facts["media_type"]):
                return Verdict("failed", "the answer cannot be unpacked"), Step()
            return verdict, self._step(task, response, facts, verdict)
        except Exception as error:  # whatever is wrong with it, the page is kept
            self.logger.exception("following %s failed", response.url)
            return verdict, Step(problem=f"the page could not be followed ({type(error).__name__}: {error})")

    def _family(self, task: Task) -> str:
        portal = self.session.portals.get(task.portal)
        return portal.family if portal else self.name

    def _step(self, task: Task, response: Response, facts: dict[str, Any], verdict: Verdict) -> Step:
        """What an answer leads to: further URLs, a rendering, or the end of its line."""
        portal = self.session.portals[task.portal]
        again = rendering.wanted(portal, task, response.body, facts["media_type"], verdict)
        if again == "challenged" and executable():
            return Step(children=(rendering.child(task, response),))
        if task.kind == "attachment" and replaced(self.session, task, facts["media_type"]):
            return Step(outcome="missing", reason="a page came in place of the file")
        if verdict.outcome != "stored" or task.kind not in ("list", "detail"):
            return Step() if verdict.product else refused_steps(task, verdict.outcome)
        page = Page(response.url, response.body, portal.params, task.detail.get("state") or {})
        if task.kind == "list":
            return self._list_step(portal, task, page, response, may_render=again == "possible")
        step = detail_steps(task, page)
        if again == "empty" and not step.children:
            return Step(children=(rendering.child(task, response),))
        return step

    def _list_step(self, portal: Portal, task: Task, page: Page, response: Response, *, may_render: bool) -> Step:
        listed = self._families.listed(portal, task, page)
        if portal.is_untitled and is_same_site(page.url, portal.index_url):
            self.session.introduce(portal.name, site_of(page), site_code_of(page))
        step = told_alone(task, page, list_steps(task, page, listed.listing, self.session.options, listed.family))
        alone, tally = began_at_a_report(task, page, step), self.session.tally.of(task.portal)
        tally.alone |= alone and bool(task.detail.get("index"))
        if self.session.options.glance and alone:
            self.session.seen.append(seen(task, page, listed, step, alone=True))
            return replace(step, children=climbs(page), problem=None)
        tally.named |= step.named > 0
        if self.session.options.glance:
            self.session.seen.append(seen(task, page, listed, step))
            if step.named:
                return replace(step, children=tuple(child for child in step.children if child.kind == "detail"))
        if step.barren and may_render:
            return Step(children=(rendering.child(task, response),))
        return step

    def _request(self, parent: Task, child: Child) -> Iterator[Request]:
        options = self.session.options
        tally = self.session.tally.of(parent.portal)
        if child.kind == "detail":
            if options.dry_run or (options.limit is not None and tally.links >= options.limit):
                leave(self.session, parent.portal, child)
            if options.limit is not None and tally.links >= options.limit:
                self.session.note(parent.portal)
                return
            if options.dry_run:
                entry = (parent.portal, child.detail.get("title") or "", child.url)
                if entry not in self.session.found:
                    self.session.found.append(entry)
                    tally.links += 1
                return
        owner = parent.id if child.kind in ("attachment", "sub") or child.again else None
        task = self.session.task(
            parent.portal, child.kind, child.url, detail=child.detail, parent=owner, again=child.again
        )
        if task is None:
            return
        tally.links += child.kind == "detail" and not child.again
        try:
            yield request_for(task, self)
        except ValueError as error:  # no address Scrapy can ask for
            self.session.finish(task, "failed", plain_reason(error))

    def failed(self, failure: Failure) -> Output:
        """No answer came: an address we do not fetch, a silent host, a lost browser."""
        request = failure.request  # type: ignore[attr-defined]
        task = task_of(request)
        error = failure.value
        if isinstance(error, Stopping) or (self.session.interrupted and not isinstance(error, Refused)):
            return
        outcome, reason = "failed", plain_reason(error or Exception("no answer"))
        if isinstance(error, Refused):
            outcome, reason = error.outcome, error.reason
        yield Fruitless(task, outcome, reason)
