"""Documents on paper and in files: PDF, Word and Excel of content that knows no room.

Whoever has something to print builds a `Document` (content.py) and asks for bytes:

    from improvement.documents import kept
    from improvement.documents.content import Document, Heading, Paragraph, Run, Table
    from improvement.documents.forms import Form

    paper = Document(form=Form.PLAIN, language="zh-hant", title=…, organization=…, blocks=[…])
    kept.pdf(paper)     # bytes of a PDF; from the folder of made documents where it is there
    kept.docx(paper)    # bytes of a Word file

Texts are data, never markup: a paragraph that looks like Typst or XML prints as it was typed.
The language of a document decides its words; call it under `translation.override(language)`.
A workbook is built from `Sheet`s (sheets.py) and read back by reading.py.

What is made and what is read goes through a child process (making.py, reading.py): pdf.py, docx.py,
xlsx.py and reader.py run in it, know no Django, and are imported by nobody else.
"""
