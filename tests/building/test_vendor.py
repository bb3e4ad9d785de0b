"""Third-party files are the ones their MANIFEST describes."""

from pathlib import Path

from improvement import vendor


def test_every_vendored_file_is_as_described() -> None:
    assert vendor.faults() == []


def test_every_vendored_file_names_its_licence() -> None:
    for folder in vendor.FOLDERS:
        for item in vendor.manifest(vendor.ROOT / folder):
            assert item.version and item.licence, item.file


def test_a_changed_file_a_stranger_and_a_gap_are_found(tmp_path: Path) -> None:
    for folder in vendor.FOLDERS:
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "MANIFEST").write_text("\t".join(vendor.Vendored._fields) + "\n")
    folder = tmp_path / vendor.FOLDERS[0]
    with (folder / "MANIFEST").open("a") as lines:
        lines.write("changed.js\tx\t1\tMIT\t00\t\ngone.js\tx\t1\tMIT\t00\t\n")
    (folder / "changed.js").write_text("1 //# sourceMappingURL=x.map")
    (folder / "stranger.js").write_text("2")
    assert vendor.faults(tmp_path) == [
        "static/vendor/stranger.js is not in the MANIFEST.",
        "static/vendor/gone.js is missing.",
        "static/vendor/changed.js is not the file that the MANIFEST describes.",
        "static/vendor/changed.js names a source map, which the browser would miss.",
    ]
