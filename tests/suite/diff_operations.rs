//! `hexapla diff` on operations: requests, permissions, what requests hold, responses.

use crate::diff::{berth, differ};

/// An operation page.
fn operation(title: &str, requests: &str, more: &str) -> String {
    format!("# {title}\n\nA request.\n\n## HTTP request\n\n```http\n{requests}\n```\n\n{more}\n")
}

fn permissions(work: &str, application: &str) -> String {
    format!(
        "## Permissions\n\n|Permission type|Permissions|\n|:---|:---|\n|Delegated (work or school account)|{work}|\n\
         |Delegated (personal Microsoft account)|Not supported.|\n|Application|{application}|\n"
    )
}

fn body(rows: &str) -> String {
    format!(
        "## Request body\n\n|Property|Type|Description|\n|:---|:---|:---|\n{rows}\n\n## Response\n\nReturns `200 OK` and a [berth](../resources/berth.md) object.\n"
    )
}

#[track_caller]
fn operations(old: &str, new: &str, expected: &[&str]) {
    let page = |more| [("api/berth-get", operation("Get berth", "GET /berths/{id}", more))];
    differ(&page(old), &page(new), expected);
}

#[test]
fn requests() {
    let page = |title: &str, requests: &str| operation(title, requests, "");
    let old = [("api/berth-get", page("Get berth", "GET /berths/{id}\nGET /ports/{id}/berth"))];
    // Names of placeholders, namespaces, quotes and case make no difference.
    differ(
        &[("api/berth-find", page("Find berth", "GET /berths/harbor.find(name='{name}')"))],
        &[("api/berth-find", page("Find berth", "GET /Berths/find(name={a name})"))],
        &[],
    );
    // Another page documents it now.
    differ(
        &old,
        &[("api/a", page("A", "GET /berths/{berth-id}")), ("api/b", page("B", "GET /ports/<port>/berth"))],
        &[],
    );
    differ(&old, &[], &["breaking operation_removed GET /berths/{id}: operation removed"]);
    differ(&[], &old, &["compatible operation_added GET /berths/{id}: operation added"]);
    differ(
        &old,
        &[("api/berth-get", page("Get berth", "GET /berths/{id}"))],
        &["breaking request_removed GET /berths/{id}: request `GET /ports/{id}/berth` removed"],
    );
    differ(
        &[("api/berth-get", page("Get berth", "GET /berths/{id}"))],
        &[("api/berth-get", page("Get berth", "GET /harbor/berths/{id}"))],
        &[
            "breaking request_renamed GET /harbor/berths/{id}: request `GET /berths/{id}` is now `GET /harbor/berths/{id}` (high)",
        ],
    );
    differ(
        &[("api/berth-close", page("Close a berth", "POST /berths/{id}/close"))],
        &[("api/place-close", page("Close a berth", "POST /places/{id}/close"))],
        &[
            "breaking operation_renamed POST /places/{id}/close: operation moved from `POST /berths/{id}/close` to `POST /places/{id}/close` (high)",
        ],
    );
    // Short forms of paths that are now given whole.
    differ(
        &[("api/line-get", page("Get line", "GET /lines/{id}"))],
        &[("api/line-get", page("Get line", "GET /ports/{id}/lines/{id}\nGET /harbors/{id}/lines/{id}"))],
        &[],
    );
    // A table of methods links to the page that is not there.
    let methods = "# port resource type\n\n## Methods\n\n|Method|Return Type|\n|:---|:---|\n|[Get](../api/berth-get.md)|None|\n\n## Properties\n\n|Property|Type|\n|:---|:---|\n|id|String|\n";
    let linked = ("resources/quay", methods.replace("# port", "# quay"));
    differ(
        &[old[0].clone(), linked.clone()],
        &[linked],
        &[
            "uncertain operation_undocumented GET /berths/{id}: page of the operation removed; other pages still link to it",
        ],
    );
}

#[test]
fn permissions_are_alternatives() {
    let of = permissions;
    operations(
        &of("Berth.Read", "Berth.Read.All"),
        &of("Berth.Read, Port.Read", "Port.Read.All"),
        &[
            "compatible permission_added GET /berths/{id}: application: permission `Port.Read.All` is now accepted",
            "compatible permission_added GET /berths/{id}: delegated_work: permission `Port.Read` is now accepted",
            "breaking permission_removed GET /berths/{id}: application: permission `Berth.Read.All` is no longer accepted",
        ],
    );
    operations(
        &of("Berth.Read", "Not supported."),
        &of("Not supported.", "Berth.Read.All"),
        &[
            "compatible permission_scheme_added GET /berths/{id}: application: now supported, with `Berth.Read.All`",
            "breaking permission_scheme_removed GET /berths/{id}: delegated_work: no longer supported; was `Berth.Read`",
        ],
    );
    // Words without meaning, and cells without a statement.
    operations(&of("Berth.Read", "Not supported."), &of("Berth.Read", ""), &[]);
    operations(&of("Berth.Read", "Not supported."), &of("berth.read", "To be reported."), &[]);
    operations(&of("Berth.Read", "Berth.Read.All"), "", &[]);
}

#[test]
fn what_requests_hold() {
    let headers = |rows: &str| format!("## Request headers\n\n|Name|Description|\n|:---|:---|\n{rows}\n");
    operations(
        &headers("|Prefer|How.|\n|Accept|What.|"),
        &headers("|Prefer|How.|\n|Authorization|Bearer. Required.|"),
        &[],
    );
    operations(
        &headers("|Prefer|How.|"),
        &headers("|Prefer|How.|\n|If-Match|The etag. Required.|"),
        &["breaking header_added_required GET /berths/{id}: required request header `If-Match` added"],
    );
    let query = |rows: &str| format!("## Query parameters\n\n|Parameter|Type|Description|\n|:---|:---|:---|\n{rows}\n");
    operations(
        &query("|depth|Int32|How deep. Optional.|\n|age|Int32|How old.|"),
        &query("|depth|Int64|How deep. Required.|\n|age|String|How old.|"),
        &[
            "breaking parameter_became_required GET /berths/{id}: parameter `depth` is now required",
            "breaking parameter_type_changed GET /berths/{id}: type of parameter `age` changed from `Int32` to `String`",
            "compatible parameter_type_widened GET /berths/{id}: type of parameter `depth` widened from `Int32` to `Int64`",
        ],
    );
    // One side has no table of this kind, so it states nothing.
    operations(&query("|depth|Int32|How deep.|"), "", &[]);
}

#[test]
fn bodies() {
    let update = |rows: &str| ("api/berth-update", operation("Update berth", "PATCH /berths/{id}", &body(rows)));
    let create = |rows: &str| ("api/berth-create", operation("Create berth", "POST /berths", &body(rows)));
    let (few, more) = ("|name|String|Its name.|", "|name|String|Its name.|\n|depth|Int32|How deep.|");
    let of = |rows: &str| ("resources/berth", berth(rows));
    // The type reports the change. A page that only lists more properties of the type has no change.
    differ(
        &[of(few), update(few)],
        &[of(more), update(more)],
        &["compatible property_added berth: property `depth` added"],
    );
    differ(&[of(more), update(few)], &[of(more), update(more)], &[]);
    // Without the page of the type, a change in two operations on one type is reported once.
    differ(
        &[update(few), create(few)],
        &[update(more), create(more)],
        &["compatible body_member_added POST /berths: optional member `depth` of the request body added"],
    );
    differ(
        &[update(more)],
        &[update(few)],
        &["uncertain body_member_removed PATCH /berths/{id}: member `depth` of the request body removed"],
    );
    // Two pages about one request, each with a part of the body.
    let part = ("api/berth-part", operation("Update part", "PATCH /berths/{id}", &body("|depth|Int32|How deep.|")));
    differ(&[update(few), part.clone()], &[update(more), part], &[]);
}

#[test]
fn responses() {
    let said = |text: &str| format!("## Response\n\nReturns {text}\n");
    let berth = "`200 OK` and a [berth](../resources/berth.md) object.";
    operations(
        &said(berth),
        &said("`204 No Content`."),
        &["breaking response_status_changed GET /berths/{id}: response changed from `200` to `204`"],
    );
    operations(
        &said(berth),
        &said("`200 OK` and a [port](../resources/port.md) object."),
        &["breaking response_type_changed GET /berths/{id}: response type changed from `berth` to `port`"],
    );
    operations(&said(berth), &said("`200 OK` and a collection of [berth](../resources/berth.md) objects."), &[]);
}
