"""Who may do what: every address, every verb, every kind of person, and what they get.

Under an address, as the resolver writes it, a row is a verb, whose or which thing it is about, and the answer
for each person. `>` leads on to the page of that name (302), `>>` for good (301); `-` is not to be had: a
newcomer owns nothing. A verb without a row is refused at that address with 405. HEAD answers as GET does.

There are two tables: what authors do has columns for each role in a draft, and for who has none in it.

Whose or which: `it` for a page that is about nothing in particular; `here` for an entry of the syllabus that
is there; one's own sitting in practice (`open`, `finished`) and of an exam (`exam`, `closed`); one's `own`
passkey; `draft`, the one that the owner, the editor and the viewer are authors of, `published`, a second one
that is published, and `another`, somebody of the first by the name of the second; `shipped`, a bank that
ships with the app and has no draft; `asked`, an invitation to `other`; `foreign`, somebody else's, a sitting
in each of these states; `missing`, nobody's. The foreign is answered as what is not there, to the byte, and
so is a draft to who is none of its authors.
"""

from __future__ import annotations

from dataclasses import dataclass

PEOPLE = ("newcomer", "guest", "learner", "other", "staff")
"""Nobody yet; a guest; somebody with an account, and another; a member of staff. All but the first study."""

ROLES = ("viewer", "editor", "owner")
"""Three with accounts, by their roles in the drafts of the matrix."""

AUTHORS = ("newcomer", "guest", *ROLES, "other", "staff")
"""The people of the second table: `other` has a draft of their own, and like staff no role in these."""

TABLE = """
    verb  which     newcomer    guest       learner     other       staff

(home)
    GET   it        200         200         200         200         200
    POST  it        >question   >question   >question   >question   >question
search/
    GET   it        200         200         200         200         200
favicon.ico
    GET   it        >           >           >           >           >
healthz
    GET   it        200         200         200         200         200
readyz
    GET   it        200         200         200         200         200

learn/
    GET   it        200         200         200         200         200
learn/<slug:key>/
    GET   here      200         200         200         200         200
    GET   missing   404         404         404         404         404
learn/<slug:key>/sheet/
    GET   here      200         200         200         200         200
    GET   missing   404         404         404         404         404
steps/
    GET   it        200         200         200         200         200
steps/<slug:key>/
    GET   here      200         200         200         200         200
    GET   missing   404         404         404         404         404
traps/
    GET   it        200         200         200         200         200
traps/<slug:key>/
    GET   here      200         200         200         200         200
    GET   missing   404         404         404         404         404
faq/
    GET   it        200         200         200         200         200
glossary/
    GET   it        200         200         200         200         200
compare/
    GET   it        200         200         200         200         200
tables/
    GET   it        200         200         200         200         200
tables/<slug:key>/
    GET   here      200         200         200         200         200
    GET   missing   404         404         404         404         404
anki/
    GET   it        200         200         200         200         200
anki/pipeline-study.apkg
    GET   it        200         200         200         200         200
anki/topics/<slug:key>.apkg
    GET   here      200         200         200         200         200
    GET   missing   404         404         404         404         404
loop/
    GET   it        200         200         200         200         200
loop/picture.svg
    GET   it        200         200         200         200         200
loop/<slug:node>/
    GET   here      200         200         200         200         200
    GET   missing   404         404         404         404         404
pipelines/
    GET   it        200         200         200         200         200
pipelines/<slug:key>/
    GET   here      200         200         200         200         200
    GET   loop      >>loop      >>loop      >>loop      >>loop      >>loop
    GET   missing   404         404         404         404         404
pipelines/<slug:key>/picture.svg
    GET   here      200         200         200         200         200
    GET   missing   404         404         404         404         404
pipelines/<slug:key>/<slug:node>/
    GET   here      200         200         200         200         200
    GET   missing   404         404         404         404         404

notes/
    GET   it        200         200         200         200         200
notes/export/
    GET   it        200         200         200         200         200
notes/<slug:sort>/<path:name>/
    GET   here      200         200         200         200         200
    GET   missing   404         404         404         404         404
    POST  here      >trap       >trap       >trap       >trap       >trap
    POST  missing   404         404         404         404         404

practice/
    GET   it        200         200         200         200         200
    POST  it        >question   >question   >question   >question   >question
b/
    GET   it        200         200         200         200         200
b/<slug:bank>/
    GET   here      200         200         200         200         200
    GET   private   404         404         404         404         404
    GET   missing   404         404         404         404         404
    POST  here      >question   >question   >question   >question   >question
    POST  private   404         404         404         404         404
    POST  missing   404         404         404         404         404
b/<slug:bank>/<str:link_key>/
    GET   here      200         200         200         200         200
    GET   private   404         404         404         404         404
    GET   missing   404         404         404         404         404
    POST  here      >question   >question   >question   >question   >question
    POST  private   404         404         404         404         404
    POST  missing   404         404         404         404         404
progress/
    GET   it        200         200         200         200         200
progress/history/
    GET   it        200         200         200         200         200
progress/data/
    GET   it        200         200         200         200         200
progress/data/delete/
    GET   it        >own-data   200         200         200         200
    POST  it        >own-data-gone >own-data-gone >own-data-gone >own-data-gone >own-data-gone
progress/data/gone/
    GET   it        200         200         200         200         200
progress/export.json
    GET   it        >own-data   200         200         200         200
progress/export.csv
    GET   it        200         200         200         200         200
review/
    GET   it        200         200         200         200         200
    POST  it        >sitting    >sitting    >sitting    >sitting    >sitting
review/plan/
    POST  it        >review     >review     >review     >review     >review
exams/
    GET   it        200         200         200         200         200
exams/<slug:profile_key>/
    GET   here      200         200         200         200         200
    GET   missing   404         404         404         404         404
    POST  here      >question   >question   >question   >question   >question
    POST  missing   404         404         404         404         404
reports/
    GET   it        200         200         200         200         200
reports/seen/
    POST  it        >reports    >reports    >reports    >reports    >reports
reports/inbox/
    GET   it        404         404         404         404         200
reports/inbox/<str:report_key>/
    GET   here      404         404         404         404         200
    GET   missing   404         404         404         404         404
    POST  here      404         404         404         404         >inbox
    POST  missing   404         404         404         404         404

s/<str:sitting_key>/
    GET   open      -           200         200         200         200
    GET   finished  -           200         200         200         200
    GET   exam      -           200         200         200         200
    GET   closed    -           200         200         200         200
    GET   foreign   404         404         404         404         404
    GET   missing   404         404         404         404         404
    POST  open      -           >sitting    >sitting    >sitting    >sitting
    POST  finished  -           >sitting    >sitting    >sitting    >sitting
    POST  exam      -           >finish     >finish     >finish     >finish
    POST  closed    -           >finish     >finish     >finish     >finish
    POST  foreign   404         404         404         404         404
    POST  missing   404         404         404         404         404
s/<str:sitting_key>/finish/
    GET   open      -           >sitting    >sitting    >sitting    >sitting
    GET   finished  -           >sitting    >sitting    >sitting    >sitting
    GET   exam      -           200         200         200         200
    GET   closed    -           >sitting    >sitting    >sitting    >sitting
    GET   foreign   404         404         404         404         404
    GET   missing   404         404         404         404         404
    POST  open      -           >sitting    >sitting    >sitting    >sitting
    POST  finished  -           >sitting    >sitting    >sitting    >sitting
    POST  exam      -           >sitting    >sitting    >sitting    >sitting
    POST  closed    -           >sitting    >sitting    >sitting    >sitting
    POST  foreign   404         404         404         404         404
    POST  missing   404         404         404         404         404
s/<str:sitting_key>/again/
    POST  open      -           >question   >question   >question   >question
    POST  finished  -           >question   >question   >question   >question
    POST  exam      -           >sitting    >sitting    >sitting    >sitting
    POST  closed    -           >question   >question   >question   >question
    POST  foreign   404         404         404         404         404
    POST  missing   404         404         404         404         404
s/<str:sitting_key>/<int:number>/
    GET   open      -           200         200         200         200
    GET   finished  -           200         200         200         200
    GET   exam      -           200         200         200         200
    GET   closed    -           200         200         200         200
    GET   foreign   404         404         404         404         404
    GET   missing   404         404         404         404         404
    POST  open      -           >question   >question   >question   >question
    POST  finished  -           409         409         409         409
    POST  exam      -           >question   >question   >question   >question
    POST  closed    -           >sitting    >sitting    >sitting    >sitting
    POST  foreign   404         404         404         404         404
    POST  missing   404         404         404         404         404
s/<str:sitting_key>/<int:number>/again/
    POST  open      -           >question   >question   >question   >question
    POST  finished  -           >question   >question   >question   >question
    POST  exam      -           >question   >question   >question   >question
    POST  closed    -           >question   >question   >question   >question
    POST  foreign   404         404         404         404         404
    POST  missing   404         404         404         404         404
s/<str:sitting_key>/<int:number>/draft/
    GET   open      -           200         200         200         200
    GET   finished  -           200         200         200         200
    GET   exam      -           200         200         200         200
    GET   closed    -           200         200         200         200
    GET   foreign   404         404         404         404         404
    GET   missing   404         404         404         404         404
    POST  open      -           200         200         200         200
    POST  finished  -           409         409         409         409
    POST  exam      -           200         200         200         200
    POST  closed    -           409         409         409         409
    POST  foreign   404         404         404         404         404
    POST  missing   404         404         404         404         404
s/<str:sitting_key>/<int:number>/flag/
    POST  open      -           >question   >question   >question   >question
    POST  finished  -           >question   >question   >question   >question
    POST  exam      -           >question   >question   >question   >question
    POST  closed    -           >question   >question   >question   >question
    POST  foreign   404         404         404         404         404
    POST  missing   404         404         404         404         404
s/<str:sitting_key>/<int:number>/report/
    GET   open      -           200         200         200         200
    GET   finished  -           200         200         200         200
    GET   exam      -           200         200         200         200
    GET   closed    -           200         200         200         200
    GET   foreign   404         404         404         404         404
    GET   missing   404         404         404         404         404
    POST  open      -           >report     >report     >report     >report
    POST  finished  -           >report     >report     >report     >report
    POST  exam      -           >report     >report     >report     >report
    POST  closed    -           >report     >report     >report     >report
    POST  foreign   404         404         404         404         404
    POST  missing   404         404         404         404         404

accounts/
    GET   it        200         200         200         200         200
accounts/login/
    GET   it        200         200         >home       >home       >home
    POST  it        422         422         >home       >home       >home
accounts/login/passkey/
    GET   it        200         200         >home       >home       >home
    POST  it        422         422         >home       >home       >home
accounts/signup/
    GET   it        200         200         >home       >home       >home
    POST  it        422         422         >home       >home       >home
accounts/logout/
    GET   it        >home       >home       200         200         200
    POST  it        >home       >home       >home       >home       >home
accounts/inactive/
    GET   it        200         200         200         200         200
accounts/guest/
    GET   it        >sign-in      >sign-in      >home       >home       >home
    POST  it        >sign-in      >sign-in      >home       >home       >home
accounts/confirm-email/
    GET   it        200         200         200         200         200
accounts/confirm-email/<str:key>/
    GET   missing   200         200         200         200         200
    POST  missing   404         404         404         404         404
accounts/email/
    GET   it        >sign-in      >sign-in      200         200         200
    POST  it        >sign-in      >sign-in      422         422         422
accounts/email/<str:key>/
    GET   missing   200         200         200         200         200
    POST  missing   404         404         404         404         404
accounts/password/change/
    GET   it        >sign-in      >sign-in      200         200         200
    POST  it        >sign-in      >sign-in      422         422         422
accounts/password/set/
    GET   it        >sign-in      >sign-in      >password >password >password
    POST  it        >sign-in      >sign-in      >password >password >password
accounts/password/reset/
    GET   it        200         200         200         200         200
    POST  it        200         200         200         200         200
accounts/password/reset/done/
    GET   it        200         200         200         200         200
accounts/password/reset/key/done/
    GET   it        200         200         200         200         200
accounts/password/reset/key/<slug:uidb36>/<str:key>/
    GET   missing   200         200         200         200         200
    POST  missing   200         200         200         200         200
accounts/reauthenticate/
    GET   it        >sign-in      >sign-in      200         200         200
    POST  it        >sign-in      >sign-in      422         422         422
accounts/reauthenticate/passkey/
    GET   it        >sign-in      >sign-in      200         200         200
    POST  it        >sign-in      >sign-in      >sign-in      >sign-in      >sign-in
accounts/passkeys/
    GET   it        >sign-in      >sign-in      200         200         200
accounts/passkeys/add/
    GET   it        >sign-in      >sign-in      200         200         200
    POST  it        >sign-in      >sign-in      422         422         422
accounts/passkeys/<int:pk>/rename/
    GET   own       -           -           200         200         200
    GET   foreign   >sign-in      >sign-in      404         404         404
    GET   missing   >sign-in      >sign-in      404         404         404
    POST  own       -           -           >passkeys       >passkeys       >passkeys
    POST  foreign   >sign-in      >sign-in      404         404         404
    POST  missing   >sign-in      >sign-in      404         404         404
accounts/passkeys/<int:pk>/remove/
    GET   own       -           -           200         200         200
    GET   foreign   >sign-in      >sign-in      404         404         404
    GET   missing   >sign-in      >sign-in      404         404         404
    POST  own       -           -           >passkeys       >passkeys       >passkeys
    POST  foreign   >sign-in      >sign-in      404         404         404
    POST  missing   >sign-in      >sign-in      404         404         404
accounts/sessions/end/
    POST  it        >sign-in      >sign-in      >account    >account    >account
accounts/delete/
    GET   it        >sign-in      >sign-in      200         200         200
    POST  it        >sign-in      >sign-in      >home       >home       >home
author/approvals/
    GET   it        404         404         404         404         200
author/approvals/<str:key>/
    GET   here      404         404         404         404         200
    GET   missing   404         404         404         404         404
    POST  here      404         404         404         404         >approvals
    POST  missing   404         404         404         404         404
"""

OF_AUTHORS = """
    verb  which     newcomer    guest       viewer      editor      owner       other       staff

author/
    GET   it        >sign-in    >sign-in    200         200         200         200         200
author/new/
    GET   it        >sign-in    >sign-in    200         200         200         200         200
    POST  it        >sign-in    >sign-in    >draft      >draft      >draft      >draft      >draft
author/bank.schema.json
    GET   it        200         200         200         200         200         200         200
author/words.json
    GET   it        200         200         200         200         200         200         200
author/<str:name>/
    GET   draft     >sign-in    >sign-in    200         200         200         404         404
    GET   published >sign-in    >sign-in    200         200         200         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
    POST  draft     >sign-in    >sign-in    403         >draft      >draft      404         404
    POST  published >sign-in    >sign-in    403         >draft      >draft      404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/check/
    POST  draft     >sign-in    >sign-in    403         200         200         404         404
    POST  published >sign-in    >sign-in    403         200         200         404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/text/
    GET   draft     >sign-in    >sign-in    200         200         200         404         404
    GET   published >sign-in    >sign-in    200         200         200         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/copy/
    POST  draft     >sign-in    >sign-in    >draft      >draft      >draft      404         404
    POST  published >sign-in    >sign-in    >draft      >draft      >draft      404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/delete/
    GET   draft     >sign-in    >sign-in    403         403         200         404         404
    GET   published >sign-in    >sign-in    403         403         200         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
    POST  draft     >sign-in    >sign-in    403         403         >drafts     404         404
    POST  published >sign-in    >sign-in    403         403         >drafts     404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/invitations/<int:pk>/
    POST  asked     >sign-in    >sign-in    404         404         404         >draft      404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/people/
    GET   draft     >sign-in    >sign-in    200         200         200         404         404
    GET   published >sign-in    >sign-in    200         200         200         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
    POST  draft     >sign-in    >sign-in    403         403         >people     404         404
    POST  published >sign-in    >sign-in    403         403         >people     404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/people/leave/
    POST  draft     >sign-in    >sign-in    >drafts     >drafts     409         404         404
    POST  published >sign-in    >sign-in    >drafts     >drafts     409         404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/people/owner/
    POST  draft     >sign-in    >sign-in    403         403         >people     404         404
    POST  published >sign-in    >sign-in    403         403         >people     404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/people/<int:pk>/
    POST  draft     >sign-in    >sign-in    403         403         >people     404         404
    POST  published >sign-in    >sign-in    403         403         >people     404         404
    POST  another   >sign-in    >sign-in    403         403         404         404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/people/asked/<int:pk>/
    POST  draft     >sign-in    >sign-in    403         403         >people     404         404
    POST  published >sign-in    >sign-in    403         403         >people     404         404
    POST  another   >sign-in    >sign-in    403         403         404         404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/reports/
    GET   draft     >sign-in    >sign-in    403         200         200         404         404
    GET   published >sign-in    >sign-in    403         200         200         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/reports/<str:report_key>/
    GET   published >sign-in    >sign-in    403         200         200         404         404
    GET   another   >sign-in    >sign-in    403         404         404         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
    POST  published >sign-in    >sign-in    403         >reports    >reports    404         404
    POST  another   >sign-in    >sign-in    403         404         404         404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/save/
    POST  draft     >sign-in    >sign-in    403         200         200         404         404
    POST  published >sign-in    >sign-in    403         200         200         404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/publish/
    GET   draft     >sign-in    >sign-in    403         200         200         404         404
    GET   published >sign-in    >sign-in    403         200         200         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
    POST  draft     >sign-in    >sign-in    403         >sharing    >sharing    404         404
    POST  published >sign-in    >sign-in    403         >publish    >publish    404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/questions/new/
    GET   draft     >sign-in    >sign-in    403         404         404         404         404
    GET   published >sign-in    >sign-in    403         404         404         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
    POST  draft     >sign-in    >sign-in    403         404         404         404         404
    POST  published >sign-in    >sign-in    403         404         404         404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/questions/<slug:key>/
    GET   draft     >sign-in    >sign-in    403         200         200         404         404
    GET   published >sign-in    >sign-in    403         200         200         404         404
    GET   another   >sign-in    >sign-in    403         404         404         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
    POST  draft     >sign-in    >sign-in    403         >question-form >question-form 404       404
    POST  published >sign-in    >sign-in    403         >question-form >question-form 404       404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/preview/
    GET   draft     >sign-in    >sign-in    200         200         200         404         404
    GET   published >sign-in    >sign-in    200         200         200         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/preview/<slug:key>/
    GET   draft     >sign-in    >sign-in    200         200         200         404         404
    GET   published >sign-in    >sign-in    200         200         200         404         404
    GET   another   >sign-in    >sign-in    404         404         404         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
    POST  draft     >sign-in    >sign-in    422         422         422         404         404
    POST  published >sign-in    >sign-in    422         422         422         404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/sharing/
    GET   draft     >sign-in    >sign-in    200         200         200         404         404
    GET   published >sign-in    >sign-in    200         200         200         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
    POST  draft     >sign-in    >sign-in    403         403         422         404         404
    POST  published >sign-in    >sign-in    403         403         >sharing    404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/statistics/
    GET   draft     >sign-in    >sign-in    200         200         200         404         404
    GET   published >sign-in    >sign-in    200         200         200         404         404
    GET   shipped   >sign-in    >sign-in    404         404         404         404         200
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/statistics.csv
    GET   draft     >sign-in    >sign-in    404         404         404         404         404
    GET   published >sign-in    >sign-in    200         200         200         404         404
    GET   shipped   >sign-in    >sign-in    404         404         404         404         200
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/statistics/<slug:key>/
    GET   draft     >sign-in    >sign-in    404         404         404         404         404
    GET   published >sign-in    >sign-in    200         200         200         404         404
    GET   shipped   >sign-in    >sign-in    404         404         404         404         200
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/regrade/<slug:key>/
    GET   draft     >sign-in    >sign-in    403         403         404         404         404
    GET   published >sign-in    >sign-in    403         403         200         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
    POST  draft     >sign-in    >sign-in    403         403         404         404         404
    POST  published >sign-in    >sign-in    403         403         >regrades   404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/regrades/
    GET   draft     >sign-in    >sign-in    200         200         200         404         404
    GET   published >sign-in    >sign-in    200         200         200         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
    POST  draft     >sign-in    >sign-in    403         403         404         404         404
    POST  published >sign-in    >sign-in    403         403         >regrades   404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/versions/
    GET   draft     >sign-in    >sign-in    200         200         200         404         404
    GET   published >sign-in    >sign-in    200         200         200         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/versions/put-back/
    POST  draft     >sign-in    >sign-in    403         >versions   >versions   404         404
    POST  published >sign-in    >sign-in    403         >versions   >versions   404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/versions/<int:number>/
    GET   draft     >sign-in    >sign-in    404         404         404         404         404
    GET   published >sign-in    >sign-in    200         200         200         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
    POST  draft     >sign-in    >sign-in    404         404         404         404         404
    POST  published >sign-in    >sign-in    403         >draft      >draft      404         404
    POST  missing   >sign-in    >sign-in    404         404         404         404         404
author/<str:name>/versions/<int:number>.yaml
    GET   draft     >sign-in    >sign-in    404         404         404         404         404
    GET   published >sign-in    >sign-in    200         200         200         404         404
    GET   missing   >sign-in    >sign-in    404         404         404         404         404
"""

HERE: dict[str, dict[str, str]] = {
    "learn/<slug:key>/": {"key": "caching"},
    "learn/<slug:key>/sheet/": {"key": "caching"},
    "steps/<slug:key>/": {"key": "train"},
    "traps/<slug:key>/": {"key": "data-is-compared"},
    "tables/<slug:key>/": {"key": "signs"},
    "anki/topics/<slug:key>.apkg": {"key": "caching"},
    "loop/<slug:node>/": {"node": "gate"},
    "pipelines/<slug:key>/": {"key": "another"},
    "pipelines/<slug:key>/picture.svg": {"key": "another"},
    "pipelines/<slug:key>/<slug:node>/": {"key": "another", "node": "gate"},
    "notes/<slug:sort>/<path:name>/": {"sort": "trap", "name": "data-is-compared"},
    "exams/<slug:profile_key>/": {"profile_key": "abc-01"},
    "b/<slug:bank>/": {"bank": "a-bank"},
    "b/<slug:bank>/<str:link_key>/": {"bank": "by-link", "link_key": "the-key-of-the-bank-by"},
    "accounts/confirm-email/<str:key>/": {"key": "no-such"},
    "accounts/email/<str:key>/": {"key": "no-such"},
    "accounts/password/reset/key/<slug:uidb36>/<str:key>/": {"uidb36": "1", "key": "no-such"},
}
"""Where an entry that is `here` is to be found (tests.syllabus.small)."""

SHORT = {"sign-in": "account_login", "password": "account_change_password", "passkeys": "mfa_list_webauthn"}
"""Names of pages that are long, as the table has them."""

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `expected` by person."""

    address: str
    verb: str
    which: str
    expected: dict[str, str]


def rows() -> list[Row]:
    """Both tables, read. A line that is none fails here."""
    found = [*_read(TABLE, PEOPLE), *_read(OF_AUTHORS, AUTHORS)]
    assert len({(row.address, row.verb, row.which) for row in found}) == len(found), "a row stands twice"
    return found


def _read(table: str, people: tuple[str, ...]) -> list[Row]:
    head, *lines = (line for line in table.splitlines() if line)
    assert tuple(head.split()[2:]) == people, head
    found, address = [], ""
    for line in lines:
        if not line.startswith(" "):
            address = "" if line == "(home)" else line
            continue
        verb, which, *expected = line.split()
        found.append(Row(address, verb, which, dict(zip(people, expected, strict=True))))
    return found
