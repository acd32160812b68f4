"""Keys: made once, kept private, proved before use, and never replaced while something needs them."""

import stat
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from data.keys import KeyProblem, Keyring, new_key, seal_of, witness
from data.seal import Seal, WrongKey
from data.store import Store, connect


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    return Keyring(None, tmp_path / "config" / "kol-advisor" / "key")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Store]:
    store = connect(tmp_path / "home" / "kol.db")
    yield store
    store.close()


def test_the_first_need_makes_a_key_that_only_its_owner_reads(ring: Keyring, db: Store) -> None:
    seal = seal_of(db, ring)
    assert stat.S_IMODE(ring.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(ring.file.parent.stat().st_mode) == 0o700
    assert seal.keys == ring.read()
    assert seal_of(db, ring).open(seal.close("小美")) == "小美"
    assert [path.name for path in ring.file.parent.iterdir()] == ["key"]  # nothing half-written beside it


def test_a_key_from_a_setting_makes_no_file(ring: Keyring, db: Store) -> None:
    key = new_key()
    assert seal_of(db, ring._replace(secret=key)).keys == (key,)
    assert not ring.file.exists()


def test_several_keys_stand_between_blanks_commas_or_lines(ring: Keyring) -> None:
    one, two = new_key(), new_key()
    assert ring._replace(secret=f" {one}, {two}\n").read() == (one, two)
    ring.write([one, two])
    assert ring.read() == (one, two)
    ring.file.write_text(f"# mine\n\n  {two}\n")
    assert ring.read() == (two,)


def test_a_lost_key_is_said_and_no_other_is_made(ring: Keyring, db: Store) -> None:
    seal_of(db, ring)
    ring.file.unlink()
    with pytest.raises(WrongKey, match=r"is sealed and there is no key.*nothing was changed"):
        seal_of(db, ring)
    assert not ring.file.exists()


def test_a_wrong_key_is_noticed_before_it_seals_anything(ring: Keyring, db: Store) -> None:
    kept = seal_of(db, ring) and witness(db)
    with pytest.raises(WrongKey):
        seal_of(db, ring._replace(secret=new_key()))
    assert witness(db) == kept


def test_an_old_key_behind_a_new_one_still_opens(ring: Keyring, db: Store) -> None:
    (old,) = seal_of(db, ring).keys
    assert seal_of(db, ring._replace(secret=f"{new_key()} {old}")).open(Seal([old]).close("x")) == "x"


@pytest.mark.parametrize("key", ["hunter2", "", "A" * 44 + "!", "A" * 41 + "="])
def test_what_is_no_key_is_named_without_being_quoted(ring: Keyring, key: str) -> None:
    ring.file.parent.mkdir(parents=True)
    ring.file.write_text(f"{new_key()}\n{key}\n" if key else "# nothing\n")
    with pytest.raises(KeyProblem) as refused:
        ring.read()
    assert str(ring.file) in str(refused.value)
    assert not key or key not in str(refused.value)
    assert "key 2" in str(refused.value) or not key


def test_a_folder_is_no_key_file(ring: Keyring) -> None:
    ring.file.mkdir(parents=True)
    with pytest.raises(KeyProblem, match="cannot be read as a key file"):
        ring.read()


def test_a_key_that_cannot_be_kept_is_refused_by_name(tmp_path: Path, db: Store) -> None:
    (tmp_path / "file").write_text("")
    ring = Keyring(None, tmp_path / "file" / "key")
    with pytest.raises(KeyProblem, match=r"cannot be read.*KOL_KEY_FILE"):
        seal_of(db, ring)
    with pytest.raises(KeyProblem, match=r"cannot be written.*KOL_KEY_FILE"):
        ring.write([new_key()])
    assert witness(db) is None


def test_two_that_start_together_use_one_key(ring: Keyring) -> None:
    made: list[tuple[str, ...]] = []
    threads = [Thread(target=lambda: made.append(ring.create())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1 and len(made) == 8


def test_what_an_earlier_version_left_open_is_sealed_with_the_first_key(ring: Keyring, db: Store) -> None:
    with db.atomic():
        into = "insert into creators (id, name, region, contact, notes, demo) values"
        db.execute(f"{into} ('a', 'A', 'TW', 'a@example.com', '很好聊', 0)")
        db.execute(f"{into} ('b', 'B', 'TW', null, null, 0)")
    seal = seal_of(db, ring)
    contact, notes = db.execute("select contact, notes from creators where id = 'a'").fetchone()
    assert "example" not in contact and "聊" not in notes
    assert (seal.open(contact), seal.open(notes)) == ("a@example.com", "很好聊")
    assert db.execute("select contact, notes from creators where id = 'b'").fetchone() == (None, None)


@pytest.mark.parametrize(("mode", "told"), [(0o600, False), (0o400, False), (0o644, True), (0o660, True)])
def test_a_key_file_that_others_may_read_is_known(ring: Keyring, mode: int, told: bool) -> None:
    ring.create()
    ring.file.chmod(mode)
    assert ring.is_open_to_others is told
    assert not ring._replace(secret=new_key()).is_open_to_others
