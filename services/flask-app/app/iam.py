"""Logs in to ElastiCache with the rights of the task: a signed request in place of a password.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
"""

import hashlib
import hmac
import json
import os
import urllib.request
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

import redis
from redis.credentials import CredentialProvider

# Where ECS gives a task the keys of its role.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
KEYS = "http://169.254.170.2"
# The most that ElastiCache takes.
SECONDS = 900

Keys = Mapping[str, str]


def task_keys() -> Keys:
    path = os.environ.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "")
    with urllib.request.urlopen(KEYS + path, timeout=2) as answer:  # noqa: S310 # the address is ours
        keys: Keys = json.load(answer)
        return keys


class IamLogin(CredentialProvider):
    """Asked anew for each connection: a token is good for 15 minutes, a connection for 12 hours."""

    def __init__(
        self,
        user: str,
        cache: str,
        region: str,
        keys: Callable[[], Keys] = task_keys,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.user = user
        self.cache = cache
        self.region = region
        self.keys = keys
        self.now = now

    def get_credentials(self) -> tuple[str, str]:
        try:
            keys = self.keys()
        except (OSError, ValueError) as error:
            raise redis.ConnectionError(f"the keys of the task's role cannot be had: {error}") from error
        return self.user, self.token(keys)

    def token(self, keys: Keys) -> str:
        """The request `connect`, signed by its query: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html"""
        moment = self.now().strftime("%Y%m%dT%H%M%SZ")
        scope = f"{moment[:8]}/{self.region}/elasticache/aws4_request"
        query = {
            "Action": "connect",
            "User": self.user,
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": f"{keys['AccessKeyId']}/{scope}",
            "X-Amz-Date": moment,
            "X-Amz-Expires": str(SECONDS),
            "X-Amz-Security-Token": keys["Token"],
            "X-Amz-SignedHeaders": "host",
        }
        asked = urlencode(sorted(query.items()), quote_via=quote, safe="")
        request = f"GET\n/\n{asked}\nhost:{self.cache}\n\nhost\n{sha256('')}"
        signature = hmac.new(
            self.signing_key(keys, moment[:8]),
            f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{sha256(request)}".encode(),
            hashlib.sha256,
        ).hexdigest()
        return f"{self.cache}/?{asked}&X-Amz-Signature={signature}"

    def signing_key(self, keys: Keys, day: str) -> bytes:
        key = f"AWS4{keys['SecretAccessKey']}".encode()
        for part in (day, self.region, "elasticache", "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return key


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
