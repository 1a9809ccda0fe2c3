import { execFileSync, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Signed, SigningClient } from "./request.ts";

/** Answers each line of JSON with one. */
const script = `
import json, sys
from urllib.parse import parse_qsl
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
for line in sys.stdin:
    given = json.loads(line)
    key = given["key"]
    credentials = Credentials(key["accessKeyId"], key["secretAccessKey"], key.get("sessionToken"))
    path, _, query = given["target"].partition("?")
    request = AWSRequest(
        method=given["method"],
        url="http://" + given["host"] + path,
        params=parse_qsl(query, keep_blank_values=True) or None,
        data=given["body"].encode() or None,
        headers=given["headers"],
    )
    request.headers["Host"] = given["host"]
    auth = SigV4QueryAuth if given["presign"] else SigV4Auth
    auth(credentials, "execute-api", given["region"]).add_auth(request)
    prepared = request.prepare()
    headers = [
        [name, value.decode() if isinstance(value, bytes) else str(value)]
        for name, value in prepared.headers.items()
        if name.lower() not in ("host", "content-length")
    ]
    target = prepared.url[len("http://" + given["host"]):]
    print(json.dumps({"target": target, "headers": [["Host", given["host"]]] + headers}), flush=True)
`;

/** botocore, the heart of boto3 and of the AWS CLI, where python3 has it; one process signs everything. */
export function findBoto3(): { readonly client: SigningClient; close(): void } | undefined {
  try {
    execFileSync("python3", ["-c", "import botocore"], { stdio: "ignore", timeout: 20_000 });
  } catch {
    return undefined;
  }
  const child = spawn("python3", ["-c", script], { stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    client: async ({ method, target, headers = {}, body = "" }, { host, region, key, presign = false }) => {
      child.stdin.write(`${JSON.stringify({ method, target, headers, body, host, region, key, presign })}\n`);
      const answer = await answers.next();
      if (answer.done === true) throw new Error("python3 ended");
      const signed: Pick<Signed, "target" | "headers"> = JSON.parse(answer.value);
      return { method, ...signed, body: Buffer.from(body) };
    },
    close: () => child.stdin.end(),
  };
}
