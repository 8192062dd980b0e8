"""The official PDF of an export: PDF/A-3B, signed (PAdES), with the data and the manifest attached.

    from lacre.exporting.pdf.about import About
    from lacre.exporting.pdf.document import write_pdf

    about = About(organisation, language, asked_by, asked_at, reference, selection, checkpoint)
    signed = write_pdf(events, about, signer, signed_at, authority)
    signed.content    # bytes of the PDF
    signed.manifest   # Manifest (`encode()` gives the bytes), of the attached CSV

- `events`: Iterable[SealedEvent] in the order of leaves, as for `exporting.writer.Writer`, which is what reads them:
  what the selection does not find is left out here. Whoever wants to tell progress wraps it.
- `about`: all texts as they are to be shown. `language` "pt" or "en"; `asked_by` who asked, name and id;
  `asked_at` a moment in the log's form; `reference` the id of the job; `checkpoint` the bytes of the archive's note.
- `signer`: `ports.documents.DocumentSigner`; on AWS that of `aws.kms_document_signer`:
  `KmsDocumentSigner(kms, key_id, certificates_in(ssm, parameter))`.
- `signed_at`: ms since 1970, the clock of the caller; `authority`: `ports.timestamping.TimestampAuthority` or None.

Up to 10,000 events are printed; of more the document says that none is, and points to the attached CSV. Raises
ExportError (no tree, another order, more data than a document takes), SignerUnavailableError,
AuthorityUnavailableError.

Settings of the function that calls it: `lacre.settings.DocumentSettings`, whose variables are ORGANISATION,
DOCUMENT_KEY_ID, DOCUMENT_CERTIFICATES_PARAMETER and TIMESTAMP_AUTHORITY_URL (`none`: without a timestamp).
Import `document` only where a PDF is written: it brings pyHanko.
"""
