"""Texts that would do harm where somebody forgot to escape, to cut or to defuse."""

SCRIPTS = "<script>document.title='run'</script><img src=x onerror=alert(1)>"
TEMPLATES = "{{7*7}}${7*7}{%raw%}%00\\u0000&#0;&amp;\"'`"
AGENT = f"=1+1{SCRIPTS}{TEMPLATES}"
"""Of a browser's name, which is ASCII."""

LINE = f"=1+1\u200b{SCRIPTS}{TEMPLATES}"
"""Of a name, a note or a reason: those refuse controls, bidirectional overrides, and more than 200 characters."""

WORD = LINE + "w" * (200 - len(LINE))
"""The same, as long as it may be."""

WILD = f"=cmd|'/C calc'!A1\t\u202e\u2066{SCRIPTS}{TEMPLATES}\u0000\u200d" + "w" * 1_700
"""Of what another back end says about its things."""

ENDLESS = "w" * 10_000
