"""The words of a document in the languages that it can be in. Codes of the log stay what they are in the data."""

from collections.abc import Mapping
from dataclasses import dataclass

from lacre.exporting.pdf.about import Language


@dataclass(frozen=True)
class Words:
    """Texts with `{}` take what stands beside them in the layout."""

    title: str
    reference: str
    asked_by: str
    asked_at: str
    signed_at: str
    events: str
    leaf: str
    first: str
    last: str
    filters: str
    no_filters: str
    totals: str
    by_severity: str
    by_outcome: str
    by_action: str
    other_actions: str
    nothing_found: str
    too_many: str
    integrity: str
    data: str
    tree: str
    leaves: str
    checkpoint: str
    attachments: str
    attached: str
    attached_events: str
    signs: str
    proof: str
    command: str
    page: str
    columns: tuple[str, ...]
    conditions: Mapping[str, str]
    true: str
    thousands: str
    tag: str
    """RFC 5646, for readers that speak."""

    def number(self, count: int) -> str:
        return f"{count:,}".replace(",", self.thousands)


_ENGLISH = Words(
    title="Extract of the audit trail",
    reference="Reference",
    asked_by="Requested by",
    asked_at="Requested at",
    signed_at="Drawn up at",
    events="Events",
    leaf="leaf",
    first="First event",
    last="Last event",
    filters="Filters, all of which hold",
    no_filters="None: all events of the log",
    totals="Totals",
    by_severity="By severity",
    by_outcome="By outcome",
    by_action="By action",
    other_actions="other actions ({})",
    nothing_found="No event of the log meets these filters. This extract is complete and holds none.",
    too_many="These are more than the {} events that a document prints, so that none is printed here. "
    "All of them stand in the attached data.csv, which is part of this signed document.",
    integrity="Integrity",
    data="SHA-256 of data.csv ({} bytes)",
    tree="Log at the time of the extract",
    leaves="leaves 0 to {}, all of which were searched",
    checkpoint="Checkpoint of the log",
    attachments="Attached to this document",
    attached="data.csv (every column of every event), manifest.json (filters, count, checkpoint), "
    "document.json (who, when)",
    attached_events="events.json (the events as they were sealed)",
    signs="Long values are cut with an ellipsis and stand whole in the attachments. A character that is no plain "
    "letter is shown by its code point, as in \u202e. Times are UTC.",
    proof="This document is signed electronically (PAdES). With a copy of the log's archive, the command below checks "
    "the signature, makes every page again from what was sealed, and says whether an event is missing or was changed.",
    command="lacre verify COPY --key KEY --pdf DOCUMENT.pdf --document-root CERTIFICATE.pem",
    page="Page {} of {}",
    columns=(
        "Leaf", "Recorded (UTC)", "Who and id", "Action and description", "Outcome", "Severity", "Type",
        "Entity and id", "Address",
    ),
    conditions={
        "start": "Recorded from", "end": "Recorded before", "actor_id": "Person", "actor_type": "Kind of person",
        "actor_role": "Role", "entity_type": "Kind of entity", "entity_id": "Entity", "action": "Action",
        "severity": "Severity", "event_type": "Type", "outcome": "Outcome", "province": "Province",
        "district": "District", "ip": "Network address", "correlation_id": "Correlation", "session_id": "Session",
        "source": "Source", "only_critical": "Only CRITICAL", "text": "Description contains",
    },
    true="yes",
    thousands=",",
    tag="en-GB",
)  # fmt: skip

_PORTUGUESE = Words(
    title="Extracto do registo de auditoria",
    reference="Referência",
    asked_by="Pedido por",
    asked_at="Pedido em",
    signed_at="Emitido em",
    events="Eventos",
    leaf="folha",
    first="Primeiro evento",
    last="Último evento",
    filters="Filtros, todos em simultâneo",
    no_filters="Nenhum: todos os eventos do registo",
    totals="Totais",
    by_severity="Por severidade",
    by_outcome="Por resultado",
    by_action="Por acção",
    other_actions="outras acções ({})",
    nothing_found="Nenhum evento do registo corresponde a estes filtros. Este extracto está completo e não contém "
    "nenhum.",
    too_many="São mais do que os {} eventos que um documento imprime, pelo que nenhum é impresso aqui. "
    "Todos constam do data.csv em anexo, que faz parte deste documento assinado.",
    integrity="Integridade",
    data="SHA-256 de data.csv ({} bytes)",
    tree="Registo à data do extracto",
    leaves="folhas 0 a {}, todas pesquisadas",
    checkpoint="Ponto de controlo do registo",
    attachments="Em anexo a este documento",
    attached="data.csv (todas as colunas de cada evento), manifest.json (filtros, contagem, ponto de controlo), "
    "document.json (quem, quando)",
    attached_events="events.json (os eventos tal como foram selados)",
    signs="Valores longos são cortados com reticências e constam por inteiro dos anexos. Um carácter que não seja uma "
    "letra simples é mostrado pelo seu código, como em \u202e. As horas são UTC.",
    proof="Este documento está assinado electronicamente (PAdES). Com uma cópia do arquivo do registo, o comando "
    "abaixo verifica a assinatura, refaz cada página a partir do que foi selado e diz se algum evento falta ou foi "
    "alterado.",
    command="lacre verify CÓPIA --key CHAVE --pdf DOCUMENTO.pdf --document-root CERTIFICADO.pem",
    page="Página {} de {}",
    columns=(
        "Folha", "Registado (UTC)", "Quem e id.", "Acção e descrição", "Resultado", "Severidade", "Tipo",
        "Entidade e id.", "Endereço",
    ),
    conditions={
        "start": "Registado desde", "end": "Registado antes de", "actor_id": "Pessoa", "actor_type": "Tipo de pessoa",
        "actor_role": "Função", "entity_type": "Tipo de entidade", "entity_id": "Entidade", "action": "Acção",
        "severity": "Severidade", "event_type": "Tipo", "outcome": "Resultado", "province": "Província",
        "district": "Distrito", "ip": "Endereço de rede", "correlation_id": "Correlação", "session_id": "Sessão",
        "source": "Origem", "only_critical": "Só CRITICAL", "text": "A descrição contém",
    },
    true="sim",
    thousands=".",
    tag="pt-MZ",
)  # fmt: skip

WORDS: Mapping[Language, Words] = {"en": _ENGLISH, "pt": _PORTUGUESE}
