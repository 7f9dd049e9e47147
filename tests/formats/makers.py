"""Files made by the tests: archives and PDFs from a few words."""

import io
import zipfile
from collections.abc import Sequence

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="book/p.opf"/></rootfiles></container>'
)


def archive(files: dict[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return data.getvalue()


def book(chapters: dict[str, str], spine: Sequence[str] = (), metadata: str = "", **files: str) -> bytes:
    """An EPUB whose spine is `spine`, or all the chapters."""
    order = spine or list(chapters)
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(order)
    )
    references = "".join(f'<itemref idref="i{n}"/>' for n in range(len(order)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:opf="http://www.idpf.org/2007/opf">'
        f"<metadata><dc:title>The Lamp Question</dc:title>{metadata}</metadata>"
        f"<manifest>{items}{files.pop('manifest', '')}</manifest><spine>{references}</spine></package>"
    )
    inside = {f"book/{name}": text for name, text in {**chapters, **files}.items()}
    return archive({"META-INF/container.xml": CONTAINER, "book/p.opf": package, **inside})


def page(*texts: tuple[float, float, str], size: float = 10.0) -> str:
    """The content of a PDF page: texts with the place of their beginning, in points from the bottom left."""
    return "BT " + " ".join(f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj" for x, y, words in texts) + " ET"


def pdf(*pages: str, info: str = "", extra: str = "") -> bytes:
    """A PDF with the contents of pages (612 by 792 points, Helvetica)."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, content in enumerate(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * n} 0 R {extra} >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects.append(f"<< {info} >>")
    out, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n"
    start = len(out)
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")
