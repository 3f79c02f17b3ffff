"""Where readers report an error is a setting, ``audit_contact``; while it is unset, what needs it is not there.

```{if-contact}
If you find an error, write to {contact}`address`.
```
"""

import re

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole


class IfContact(SphinxDirective):
    """``{if-contact}``: its content, if an address is set; else nothing."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        if not address(self.config):
            return []
        holder = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, holder)
        return holder.children


class Contact(SphinxRole):
    """``{contact}`x` ``: the address, as a link if it is one of e-mail or of the web."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        given = address(self.config)
        if not given:
            error = "audit_contact is not set in _config.yml: put the sentence into an {if-contact} directive"
            message = self.inliner.reporter.error(error, line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        if re.fullmatch(r"[^@\s:/]+@[^@\s:/]+", given):
            return [nodes.reference("", given, refuri=f"mailto:{given}")], []
        if re.fullmatch(r"https?://\S+", given):
            return [nodes.reference("", given, refuri=given)], []
        return [nodes.Text(given)], []


def address(config) -> str:
    """The address as configured, empty while it is unset."""
    return (config.audit_contact or "").strip()


def setup(app) -> None:
    app.add_config_value("audit_contact", "", "env", types=(str,))
    app.add_directive("if-contact", IfContact)
    app.add_role("contact", Contact())
