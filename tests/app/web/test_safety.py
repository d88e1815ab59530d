"""What the app refuses: foreign forms, large bodies, other people's things, names that are paths, and strangers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.app.web.conftest import HERE, begin

from exclusim.app.web import Settings, create_app
from exclusim.app.web.login import hashed
from exclusim.app.web.shelf import NotKept, Shelf
from exclusim.model.errors import ExclusimError
from exclusim.scenarios.library import example


def test_every_answer_carries_the_headers_that_keep_a_browser_safe(visitor: TestClient) -> None:
    for address in ("/", "/static/site.css", "/nothing", "/health"):
        headers = visitor.get(address).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_a_form_sent_from_another_site_is_refused(visitor: TestClient, scenario: str) -> None:
    for headers in ({"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert visitor.post(f"{scenario}/remove", headers=headers).status_code == 403
    assert visitor.get(scenario).status_code == 200


def test_a_body_that_is_too_large_is_refused_before_it_is_read(app: FastAPI, visitor: TestClient) -> None:
    large = b"x" * 6_100_000
    assert visitor.post("/scenario/upload", files={"file": ("a.yaml", large)}).status_code == 413

    def pieces() -> Iterator[bytes]:
        yield from (large[:1_000_000] for _ in range(8))

    unsized = TestClient(app, base_url=HERE, raise_server_exceptions=False)
    answer = unsized.post(
        "/scenario/upload", content=pieces(), headers={"content-type": "multipart/form-data; boundary=b"}
    )
    assert answer.status_code >= 400


def test_an_app_answers_only_to_its_own_name(visitor: TestClient) -> None:
    assert visitor.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_somebody_else_may_look_and_copy_but_not_change(visitor: TestClient, other: TestClient, scenario: str) -> None:
    assert other.get(scenario).status_code == 200
    for step in ("/place", "/add", "/idea/studiestod", "/decision", "/text"):
        assert other.get(scenario + step).status_code == 403
        assert other.post(scenario + step, data={"label": "x", "text": "x"}).status_code == 403
    assert other.post(f"{scenario}/remove").status_code == 403
    copy = other.post(f"{scenario}/copy")
    assert copy.url.path != scenario
    assert other.get(f"{copy.url.path}/place").status_code == 200
    assert scenario not in other.get("/").text


def test_a_study_is_its_owners_to_stop_and_remove(visitor: TestClient, other: TestClient, scenario: str) -> None:
    study = visitor.post(f"{scenario}/run").url.path
    for act in ("stop", "resume", "remove"):
        assert other.post(f"{study}/{act}").status_code == 403
    assert other.get(study).status_code == 200
    assert visitor.post(f"{study}/remove").status_code == 200
    assert visitor.get(study).status_code == 404


def test_a_visitor_has_only_so_many_studies_under_way(visitor: TestClient, other: TestClient, scenario: str) -> None:
    answers = [visitor.post(f"{scenario}/run").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    assert other.post(f"{begin(other, 'varmdo')}/run").status_code == 200


@pytest.mark.parametrize("name", ["..", "../../../etc/passwd", "a" * 22 + "/..", "tag.json", "", "a" * 21, "å" * 22])
def test_a_shelf_takes_no_path_for_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotKept):
        Shelf(tmp_path / "shelf").place(name)


@pytest.mark.parametrize("file", ["..%2forder.json", "order.json", "draws.sqlite", "tag.json", "%2e%2e%2ftag.json"])
def test_a_study_hands_out_only_what_it_declares(visitor: TestClient, scenario: str, file: str) -> None:
    study = visitor.post(f"{scenario}/run").url.path
    assert visitor.get(f"{study}/{file}").status_code == 404


def test_a_file_that_would_run_code_or_read_files_is_refused(visitor: TestClient) -> None:
    for text in (
        "!!python/object/apply:os.system ['true']",
        "exclusim: 1\ncase: a\nextends: /etc/passwd",
        "exclusim: 1\ncase: a\nextends: ../../secret.yaml",
        "a: &a [*a]",
    ):
        assert visitor.post("/scenario/upload", files={"file": ("a.yaml", text.encode())}).status_code == 400


@pytest.mark.parametrize("name", ["{file}", "./{file}", "../{file}", "/etc/passwd", "x.yaml"])
def test_the_name_of_a_case_is_never_taken_for_a_file(visitor: TestClient, tmp_path: Path, name: str) -> None:
    file = tmp_path / "secret.yaml"
    file.write_text(example("varmdo"), encoding="utf-8")
    wanted = name.format(file=file)
    thought = {"cost": "5 Mkr", "prevents": "25 %", "problem": "school-failure", "years": "3", "payer": "kommun"}
    assert visitor.post("/scenario", data={"case": wanted}).status_code == 404
    assert visitor.post("/question/whatif", data=thought | {"case": wanted}).status_code == 404
    assert visitor.post("/question/faults", data={"place": f"case:{wanted}"}).status_code == 404


def test_a_title_is_shown_as_text(visitor: TestClient, scenario: str) -> None:
    visitor.post(f"{scenario}/place", data={"title": "<script>alert(1)</script>"})
    page = visitor.get(scenario).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_nobody_comes_in_without_the_password(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(hashed("ett långt lösenord"), encoding="ascii")
    app = create_app(Settings(tmp_path / "web", workers=1, password_file=file))
    client = TestClient(app, base_url=HERE)
    assert client.get("/scenario", follow_redirects=False).headers["location"] == "/login"
    assert client.post("/login", data={"password": "ett annat lösenord"}).status_code == 403
    assert client.get("/scenario", follow_redirects=False).status_code == 303
    assert client.post("/login", data={"password": "ett långt lösenord"}).url.path == "/"
    assert client.get("/scenario", follow_redirects=False).status_code == 200
    client.post("/logout")
    assert client.get("/scenario", follow_redirects=False).status_code == 303


def test_guessing_the_password_is_slowed_down(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(hashed("ett långt lösenord"), encoding="ascii")
    client = TestClient(create_app(Settings(tmp_path / "web", workers=1, password_file=file)), base_url=HERE)
    for _ in range(10):
        client.post("/login", data={"password": "fel"})
    assert client.post("/login", data={"password": "ett långt lösenord"}).status_code == 403


def test_the_reverse_proxys_user_owns_their_things_on_every_machine(tmp_path: Path) -> None:
    app = create_app(Settings(tmp_path / "web", workers=1, user_header="X-Remote-User"))
    assert TestClient(app, base_url=HERE).get("/").status_code == 401
    office, home, other = (
        TestClient(app, base_url=HERE, headers={"X-Remote-User": user}) for user in ("anna", "anna", "bo")
    )
    scenario = begin(office, "varmdo")
    assert home.get(f"{scenario}/place").status_code == 200
    assert other.get(f"{scenario}/place").status_code == 403


def test_a_password_must_be_long_and_its_file_hold_a_hash(tmp_path: Path) -> None:
    with pytest.raises(ExclusimError, match="ten characters"):
        hashed("kort")
    (tmp_path / "plain").write_text("hemligt", encoding="ascii")
    client = TestClient(
        create_app(Settings(tmp_path / "web", workers=1, password_file=tmp_path / "plain")),
        base_url=HERE,
        raise_server_exceptions=False,
    )
    assert client.post("/login", data={"password": "hemligt"}).status_code == 400


def test_the_key_that_signs_cookies_is_the_owners_alone(settings: Settings, app: FastAPI) -> None:
    assert (settings.data / "signing-key").stat().st_mode & 0o077 == 0
