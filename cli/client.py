"""The public API as the command line uses it: sign in, import, post, rank, shortlist, answer."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, Self

import httpx2

from amuddu.contracts.profiles.hireability import PEOPLE_AT_ONCE
from amuddu.contracts.types import Lang


class ApiProblem(SystemExit):
    """The API refused; the process ends with its sentence and the fields it names."""

    def __init__(self, response: httpx2.Response) -> None:
        self.status = response.status_code
        super().__init__(_sentence(response))


def _sentence(response: httpx2.Response) -> str:
    try:
        body = response.json()
    except ValueError:
        return f"{response.request.url.path}: {response.status_code}"
    lines = [str(body.get("title", response.status_code))]
    lines += [f"  {item['field']}: {item['message']}" for item in body.get("errors", [])]
    return "\n".join(lines)


class Api:
    """One account's session with the public API."""

    def __init__(self, base_url: str, *, lang: Lang = "fr") -> None:
        self._http = httpx2.Client(
            base_url=f"{base_url}/api/v1", headers={"Accept-Language": lang}, timeout=60
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def sign_in(self, login: str, password: str) -> Self:
        """Sign in, with the second proof that `AMUDDU_CODE` holds; later calls carry the token."""
        body = {"login": login, "password": password, "code": os.environ.get("AMUDDU_CODE", "")}
        answer = self.post("/sessions", body)
        self._http.headers["Authorization"] = f"Bearer {answer['token']}"
        return self

    @property
    def headers(self) -> dict[str, str]:
        """The headers that this session's calls carry."""
        return {"Authorization": self._http.headers.get("Authorization", "")}

    def get(self, path: str, **params: Any) -> Any:
        """JSON of a GET. Raises `ApiProblem`."""
        return self._call("GET", path, params=params)

    def find(self, path: str, **params: Any) -> Any:
        """JSON of a GET, or `None` where there is no such thing yet. Raises `ApiProblem`."""
        try:
            return self.get(path, **params)
        except ApiProblem as problem:
            if problem.status == httpx2.codes.NOT_FOUND:
                return None
            raise

    def post(self, path: str, body: Any = None) -> Any:
        """JSON of a POST. Raises `ApiProblem`."""
        return self._call("POST", path, json=body)

    def put(self, path: str, body: Any) -> Any:
        """JSON of a PUT. Raises `ApiProblem`."""
        return self._call("PUT", path, json=body)

    def delete(self, path: str) -> Any:
        """JSON of a DELETE. Raises `ApiProblem`."""
        return self._call("DELETE", path)

    def closed_now(self, people: Iterable[Mapping[str, Any]]) -> set[str]:
        """Ids of those of one's own people, of a ranking, whom nobody can hire today."""
        ids = [each["profile_id"] for each in people]
        found: set[str] = set()
        for start in range(0, len(ids), PEOPLE_AT_ONCE):
            asked = {"people": ids[start : start + PEOPLE_AT_ONCE]}
            answers = self.post("/hireability", asked)["people"]
            found |= {each for each, answer in answers.items() if answer["route"] == "not_now"}
        return found

    def _call(self, method: str, path: str, **options: Any) -> Any:
        try:
            response = self._http.request(method, path, **options)
        except httpx2.TransportError as error:
            raise SystemExit(f"{self._http.base_url}: {error}") from None
        if response.status_code >= 400:
            raise ApiProblem(response)
        return response.json() if response.content else None
