"""Every read of the standard: where it is asked, and the member of the answer that holds what was asked for.

Source: OneRoster 1.1, tables 3.1a to 3.1c; OneRoster 1.2, the OpenAPI files of the three services.
"""

from typing import NamedTuple


class Read(NamedTuple):
    """One read. `path` is below the base address of `service`, with {} for each id."""

    version: str
    service: str
    path: str
    envelope: str


# Of a service, since a version: path, envelope.
FACTS = {
    ("rostering", "1.1"): """
        /academicSessions academicSessions
        /academicSessions/{} academicSession
        /classes classes
        /classes/{} class
        /classes/{}/students users
        /classes/{}/teachers users
        /courses courses
        /courses/{} course
        /courses/{}/classes classes
        /demographics demographics
        /demographics/{} demographics
        /enrollments enrollments
        /enrollments/{} enrollment
        /gradingPeriods academicSessions
        /gradingPeriods/{} academicSession
        /orgs orgs
        /orgs/{} org
        /schools orgs
        /schools/{} org
        /schools/{}/classes classes
        /schools/{}/classes/{}/enrollments enrollments
        /schools/{}/classes/{}/students users
        /schools/{}/classes/{}/teachers users
        /schools/{}/courses courses
        /schools/{}/enrollments enrollments
        /schools/{}/students users
        /schools/{}/teachers users
        /schools/{}/terms academicSessions
        /students users
        /students/{} user
        /students/{}/classes classes
        /teachers users
        /teachers/{} user
        /teachers/{}/classes classes
        /terms academicSessions
        /terms/{} academicSession
        /terms/{}/classes classes
        /terms/{}/gradingPeriods academicSessions
        /users users
        /users/{} user
        /users/{}/classes classes
    """,
    ("resources", "1.1"): """
        /classes/{}/resources resources
        /courses/{}/resources resources
        /resources resources
        /resources/{} resource
    """,
    ("gradebook", "1.1"): """
        /categories categories
        /categories/{} category
        /classes/{}/lineItems lineItems
        /classes/{}/lineItems/{}/results results
        /classes/{}/results results
        /classes/{}/students/{}/results results
        /lineItems lineItems
        /lineItems/{} lineItem
        /results results
        /results/{} result
    """,
    ("resources", "1.2"): """
        /users/{}/resources resources
    """,
    ("gradebook", "1.2"): """
        /assessmentLineItems assessmentLineItems
        /assessmentLineItems/{} assessmentLineItem
        /assessmentResults assessmentResults
        /assessmentResults/{} assessmentResult
        /classes/{}/categories categories
        /classes/{}/scoreScales scoreScales
        /schools/{}/scoreScales scoreScales
        /scoreScales scoreScales
        /scoreScales/{} scoreScale
    """,
}
BASES = {
    "1.1": "/ims/oneroster/v1p1",
    "1.2": "/ims/oneroster/{service}/v1p2",
}

READS = [
    Read(version, service, *line.split())
    for version in BASES
    for (service, since), lines in FACTS.items()
    if since <= version
    for line in lines.strip().splitlines()
]
