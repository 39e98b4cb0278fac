"""Before sending, an author looks at the story as readers would see it and at what could tell who they are."""

import re
from typing import Any

import pytest
from sqlalchemy import event, func, select

from hub.db import db
from hub.models import Experience, Revision
from hub.reference.facets import FACETS
from hub.reference.prompts import ANYBODY, BY_FACET
from hub.reference.vocabulary import vocabulary
from hub.submissions.mirror import TELLING_TOPICS
from tests.people import STORY, Author, Staffer, carried, hidden

DESPAIR = "I want to die. There is no point in going on."
TELLING = {
    "title": "Thank you, Dr. Marlow Quist", "pen_name": "quiet.reader@example.org",
    "body": "We went to the Harbour Fertility Clinic on 14 March 2021.\n\nWrite to me at tea@example.org or call 01632 960123.\n"
            "You should take 300 units of Gonal-F."}


def looks(author: Author, **changes: Any) -> Any:
    """Fill the form in and press the other button."""
    return author.send("/share", **{**STORY, **changes, "act": "look"})


def marked(page: str) -> set[str]:
    """The places marked in the preview."""
    return set(re.findall(r"<mark[^>]*>([^<]+)</mark>", page))


def stories() -> int:
    """How many stories are stored."""
    return db.session.scalar(select(func.count(Experience.id))) or 0


def test_looking_sends_nothing_and_keeps_everything_typed(author: Author) -> None:
    written: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _s, statement, *_: written.append(statement))
    answer = looks(author, **TELLING, treatment=["fet"], cycles="3", content_notes=["loss"])
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Nothing is sent yet" in answer.text
    assert not [statement for statement in written if not statement.startswith(("SELECT", "PRAGMA", "BEGIN"))]
    form = answer.text.split("<form", 1)[1]
    for words in ("Thank you, Dr. Marlow Quist", "Write to me at tea@example.org", 'value="3"', 'value="quiet.reader@example.org"'):
        assert words in form
    for box in ("fet", "loss", "y"):
        assert re.search(rf'<input checked [^>]*value="{box}"', form), box


def test_a_long_list_is_folded_and_says_beside_its_name_what_is_chosen(author: Author) -> None:
    page = looks(author, treatment=["ivf", "fet"], diagnosis=[]).text
    assert re.search(r'<details class="fold" id="treatment">\s*<summary>[^<]+ <span class="needed">IVF, Frozen embryo transfer</span>', page)
    assert re.search(r'<details class="fold" id="diagnosis">\s*<summary>[^<]+</summary>', page)


def test_the_mirror_marks_who_could_be_recognised_and_says_what_to_write_instead(author: Author) -> None:
    page = looks(author, **TELLING).text
    assert {"tea@example.org", "01632 960123", "14 March 2021", "quiet.reader@example.org"} <= marked(page)
    for words in ("An e-mail address", "A telephone or file number", "An exact day", "A clinic by name", "Somebody by name",
                  "Say the month, the season or the year", "A moderator would ask about", "This tells readers what to take"):
        assert words in page, words


def test_a_story_that_tells_nobody_is_told_so_without_a_promise(author: Author) -> None:
    page = looks(author, title="A morning", body="The kettle boiled. Then the telephone rang.", country="", year="", treatment=[]).text
    assert "We found nothing" in page
    assert marked(page) == set()


def test_facets_rare_together_are_named_with_a_rougher_word(author: Author, moderator: Staffer) -> None:
    for _ in range(6):
        author.tells(country="Spain", treatment=["donor_egg"], year=None)
    moderator.publishes_all()
    page = looks(author, country="Malta", treatment=["donor_egg"], year=None, body="They were born in the rain.").text
    assert "No published story is Malta + Donor egg" in page
    assert "Say “Southern Europe” instead?" in page
    softer = looks(author, country="Spain", treatment=["donor_egg"], year=None, body="They were born in the rain.").text
    assert "Rare together" not in softer


def test_what_could_not_be_sent_is_named_and_consents_are_not_asked_for_yet(author: Author) -> None:
    answer = looks(author, title="", consent_publish=None, consent_adult=None)
    assert answer.status_code == 422
    assert 'id="title-problem"' in answer.text
    assert 'id="consent_publish-problem"' not in answer.text
    assert looks(author, consent_publish=None, consent_adult=None).status_code == 200


def test_after_looking_the_same_form_is_sent_once_with_the_softer_words(author: Author) -> None:
    page = looks(author, **TELLING).text
    fields = {**STORY, "csrf_token": hidden(page, "csrf_token"), "body": "We went to my clinic in early spring.", "act": "send"}
    for _ in range(2):
        assert 'id="return-key"' in author.post("/share", data=fields).text
    assert (stories(), db.session.scalars(select(Revision.body)).one()) == (1, "We went to my clinic in early spring.")


def test_a_page_that_stood_open_for_a_day_can_still_be_looked_at(author: Author) -> None:
    answer = author.post("/share", data={**STORY, "csrf_token": "forged", "act": "look"})
    assert answer.status_code == 200
    assert author.post("/share", data={**STORY, "csrf_token": hidden(answer.text, "csrf_token")}).status_code == 200
    assert stories() == 1


@pytest.mark.parametrize("vector", ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "a@example.org<b>", "{{ 7*7 }}"])
def test_hostile_words_are_words_in_the_mirror_too(author: Author, vector: str) -> None:
    page = looks(author, title=vector, body=f"{vector} {vector}@example.org", pen_name=vector, country=vector).text
    for tag in ("<script>alert", "<img src=x", "<b>"):
        assert tag not in page


@pytest.mark.parametrize(("country", "number"), [("Ireland", "116 123"), ("USA", "988"), ("Narnia", "Befrienders"), ("", "116 123")])
def test_words_of_despair_are_met_with_help_first_and_never_blocked(author: Author, country: str, number: str) -> None:
    for page in (looks(author, body=DESPAIR, country=country).text, author.tells(body=DESPAIR, country=country).text,
                 author.tells(body=DESPAIR, country=country, consent_adult=None).text):
        care = page.index('class="care"')
        assert number in page[care:]
        assert ("Somebody listens now" in page) == (country != "Narnia"), "a number is promised only where one is known"
        assert ("New Zealand" in page[care:page.index("emergency number")]) == (not country), "without a country each number says where"
        assert all(care < page.index(after) for after in ('id="return-key"', "<form") if after in page)
        assert DESPAIR not in marked(page)
    assert stories() == 1
    for page in (looks(author).text, author.tells().text):
        assert 'class="care"' not in page


def test_an_urgent_story_is_read_before_those_that_wait_longer(author: Author, moderator: Staffer) -> None:
    author.tells(title="Waits the longest")
    author.tells(title="Needs somebody now", body=DESPAIR)
    author.tells(title="Came last")
    queue = moderator.get("/review").text
    assert queue.index("Needs somebody now") < queue.index("Waits the longest") < queue.index("Came last")


def test_questions_fit_who_tells_and_where_they_are(author: Author) -> None:
    assert ANYBODY[0] in author.get("/share").text
    page = author.get("/share?perspective=ivf_conceived&stage=after").text
    for question in (*BY_FACET["perspective"]["ivf_conceived"], *BY_FACET["stage"]["after"]):
        assert question in page
    assert '<option selected value="ivf_conceived">' in page
    assert author.get("/share?perspective=nonsense&stage=<b>").status_code == 200


def test_asking_for_questions_keeps_what_was_typed_and_sends_nothing(author: Author) -> None:
    answer = author.send("/share", **{**STORY, "title": "", "body": "Half a sentence", "perspective": "partner", "act": "ask"})
    assert answer.status_code == 200
    assert BY_FACET["perspective"]["partner"][0] in answer.text
    assert "Half a sentence" in answer.text
    assert "Nothing is lost" not in answer.text
    assert stories() == 0


def test_topics_that_tell_much_are_known_and_every_facet_has_its_place() -> None:
    assert set(TELLING_TOPICS) <= vocabulary().concepts.keys()
    assert {"perspective", "stage"} <= FACETS.keys()


def test_telling_in_answer_to_an_experience_carries_its_news_through_looking(author: Author, editor: Staffer) -> None:
    slug = editor.adds_news().headers["Location"].rpartition("/")[2]
    author.tells(title="The first to answer", news=slug)
    [public_id] = editor.publishes_all()
    link = f"/share?experience={public_id}"
    assert link in author.get(f"/experiences/{public_id}").text
    page = author.get(link).text
    assert "In answer to the experience “<a" in page
    assert "The first to answer" in page
    looked = author.send("/share", link, **{**STORY, "news": hidden(page, "news"), "experience": hidden(page, "experience"), "act": "look"})
    assert "The first to answer" in looked.text
    author.tells(title="The second", news=hidden(looked.text, "news"))
    second = db.session.scalars(select(Experience).order_by(Experience.id.desc())).first()
    assert second
    assert second.answers
    assert second.answers.slug == slug


def test_an_experience_nobody_may_see_is_not_named(author: Author, moderator: Staffer) -> None:
    author.tells(title="Only waiting")
    public_id = moderator.waiting()[0]
    assert "Only waiting" not in author.get(f"/share?experience={public_id}").text
    assert "In answer" not in author.get("/share?experience=nonsense").text


def test_the_way_out_says_nothing_and_ends_the_visit(author: Author) -> None:
    author.tells()
    author.comes_back()
    for path in ("/share", "/mine", "/mine/revision"):
        assert 'href="/mine/away"' in author.get(path).text
    assert 'href="/mine/away"' not in author.get("/").text
    gone = author.get("/mine/away")
    assert gone.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not re.search(r"ivf|story|hub<", gone.text, re.IGNORECASE)
    assert "Enter the key" in author.get("/mine").text


def test_when_nothing_can_be_kept_the_text_comes_back(author: Author) -> None:
    token = hidden(author.get("/share").text, "csrf_token")
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE revision RENAME TO away")
    answer = author.post("/share", data={**STORY, "csrf_token": token, "body": "Typed for an hour."})
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO revision")
    assert answer.status_code == 503
    assert "Typed for an hour." in answer.text
    assert author.post("/share", data={**STORY, "csrf_token": token, "body": "Typed for an hour."}).status_code == 200
    assert stories() == 1


def test_the_card_says_where_and_the_key_and_not_what_for(author: Author) -> None:
    page = author.tells().text
    card = page.split('class="key keycard"')[1].split("</section>")[0]
    assert author.key in card
    assert "localhost/mine" in card
    assert not re.search("ivf|fertil|story|experience", card, re.IGNORECASE)
    assert "<title>Thank you</title>" in page


@pytest.mark.parametrize("page", ["/mine/revision", "/mine/answer", "/mine/chapter"])
def test_whoever_comes_back_looks_first_too_and_is_met_with_help(author: Author, moderator: Staffer, page: str) -> None:
    author.tells(title="As it stood", body="Before. Then Dr Wren Hollow rang.", country="Ireland")
    [public_id] = moderator.waiting()
    if page == "/mine/answer":
        moderator.decides(public_id, "ask", message="Which year?")
    else:
        moderator.publishes_all()
    author.comes_back()
    part = {"stage": "result", "told": "2025", "title": "As it stands", "perspective": "partner", "message": "For the moderators."}
    typed = f"On 14 March 2021 they rang. {DESPAIR}"
    before = stories(), db.session.scalar(select(func.count(Revision.id)))
    answer = author.send(page, **part, body=typed, act="look")
    assert answer.status_code == 200
    assert "Nothing is sent yet" in answer.text
    assert marked(answer.text) == {"14 March 2021"}  # of a new part only what is new
    assert ("This is how readers would see this part" in answer.text) == (page == "/mine/chapter")
    assert "Say the month, the season or the year" in answer.text
    assert "116 123" in answer.text
    assert "For the moderators." in answer.text
    assert (stories(), db.session.scalar(select(func.count(Revision.id)))) == before
    assert "116 123" not in author.get("/mine").text
    assert author.post(page, data={**carried(answer.text), **part, "body": typed, "act": "send"}).status_code == 303
    assert "116 123" in author.get("/mine").text
    moderator.publishes_all()
    assert "116 123" not in author.get("/mine").text


def test_a_look_at_a_changed_story_shows_every_part_and_marks_in_each(author: Author, moderator: Staffer) -> None:
    author.tells(body="The first part.")
    moderator.publishes_all()
    author.comes_back()
    later = {"chapters-0-stage": "result", "chapters-0-told": "2025", "chapters-0-month": "03", "chapters-0-body": "Ring 01632 960 555."}
    author.send("/mine/chapter", stage="result", told="2025", month="03", body="The second part.")
    moderator.publishes_all()
    page = author.send("/mine/revision", title="T", body="It was 14 March 2021.", act="look", **later).text
    assert marked(page) == {"14 March 2021", "01632 960 555"}
    assert "Result · March 2025" in page
    faults = author.send("/mine/revision", title="", body="b", act="look", **later | {"chapters-0-told": "1200"})
    assert faults.status_code == 422
    assert "Nothing is sent yet" not in faults.text
    assert "Ring 01632 960 555." in faults.text


def test_somebody_to_talk_to_is_one_press_away_whether_or_not_anything_is_marked(author: Author, moderator: Staffer) -> None:
    author.tells()
    moderator.publishes_all()
    author.comes_back()
    for path in ("/share", "/mine/revision", "/mine/chapter"):
        assert 'href="/support">somebody listens</a>' in author.get(path).text, path
    assert "somebody listens</a>" in looks(author).text
