"""Who writes a bank may practise it, whatever its visibility."""

from __future__ import annotations

import pytest

from accounts.models import User
from authoring.models import Author, BankDraft
from authoring.roles import Role
from quizzes.models import Bank
from quizzes.services import publishing
from tests.builders import MONDAY, a_bank

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [*Role, None])
def test_every_author_of_a_private_bank_finds_its_page_and_nobody_else_does(client, role):
    owner, user = (User.objects.create_user(f"{n}@example.org", "a-long-password") for n in "ab")
    publishing.publish(bank=a_bank(), owner=owner, now=MONDAY)
    draft = BankDraft.objects.create(
        bank=Bank.objects.get(), form_key="x", title="A bank", created_at=MONDAY, updated_at=MONDAY
    )
    if role:
        Author.objects.create(draft=draft, user=user, role=role, since=MONDAY)
    client.force_login(user)

    assert client.get("/b/a-bank/").status_code == (200 if role else 404)
