"""The actions by name; one file for each family."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.ckan.actions import datastore, packages, places, search, site, tags
from api.ckan.arguments import Arguments
from api.ckan.errors import ActionError, BadRequest, Invalid, NotAllowed, SearchQueryError

Run = Callable[[Arguments], Any]

#: Names by which CKAN's clients write; here nothing is written by them.
_WRITES = re.compile(
    r"(package|dataset|resource|resource_view|group|organization|tag|vocabulary|user|member|datastore"
    r"|group_member|organization_member|package_relationship|license|api_token|activity|follow|job|config_option)"
    r"_(create|update|patch|revise|delete|purge|upsert|reorder|owner_org_update|invite|collaborator_create"
    r"|create_default_resource_views|resource_reorder|function_create|trigger_function|run_triggers)"
    r"|bulk_update_(private|public|delete)|(un)?follow_(user|dataset|group)|dataset_purge|api_token_revoke"
    r"|term_translation_update(_many)?|task_status_(update|update_many|delete)|send_email_notifications"
)


def _unknown(names: list[str]) -> ActionError:
    return Invalid({name: ["unknown parameter"] for name in names})


def _unknown_to_search(names: list[str]) -> ActionError:
    return SearchQueryError(f"Search Query is invalid: Invalid search parameters: {names}")


@dataclass(frozen=True)
class Action:
    """One action: what it runs, which parameters it knows (None: any), what a strange one is answered."""

    run: Run
    known: frozenset[str] | None = None
    unknown: Callable[[list[str]], ActionError] = _unknown

    def __call__(self, arguments: Arguments) -> Any:
        """The result. Raises what the action raises."""
        strange = arguments.unknown(self.known) if self.known is not None else []
        if strange:
            raise self.unknown(strange)
        return self.run(arguments)


ACTIONS: dict[str, Action] = {
    "status_show": Action(site.status_show),
    "site_read": Action(site.site_read),
    "license_list": Action(site.license_list),
    "package_list": Action(packages.package_list),
    "package_show": Action(packages.package_show),
    "current_package_list_with_resources": Action(packages.current_package_list_with_resources),
    "resource_show": Action(packages.resource_show),
    "organization_list": Action(places.organization_list),
    "organization_show": Action(places.organization_show),
    "group_list": Action(places.group_list),
    "group_show": Action(places.group_show),
    "group_package_show": Action(places.group_package_show),
    "tag_list": Action(tags.tag_list),
    "tag_show": Action(tags.tag_show),
    "package_search": Action(search.package_search, search.KNOWN, _unknown_to_search),
    "datastore_search": Action(datastore.datastore_search, datastore.KNOWN),
    "datastore_info": Action(datastore.datastore_info),
}


def find_action(name: str) -> Action:
    """The action of this name. Raises NotAllowed for one that writes, BadRequest for an unknown one."""
    if name == "help_show":
        return Action(_help_show)
    found = ACTIONS.get(name)
    if found is not None:
        return found
    if _WRITES.fullmatch(name):
        raise NotAllowed("Access denied: this portal's Action API is read-only")
    raise BadRequest(f"Bad request - Action name not known: {name[:100]}")


def _help_show(arguments: Arguments) -> str | None:
    """What an action answers."""
    return find_action(arguments.required("name")).run.__doc__
