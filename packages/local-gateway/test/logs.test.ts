import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeQueriesCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateFunctionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { compileFilterPattern } from "../src/logs/filter-pattern.ts";
import { createLogStreams } from "../src/logs/logs.ts";
import { refusalOf, there, useGateway } from "./fixtures/running-gateway.ts";

const gateway = useGateway();
let logs: CloudWatchLogsClient;
beforeAll(() => {
  logs = new CloudWatchLogsClient({
    endpoint: gateway.url,
    region: "us-west-2",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
});
afterAll(() => logs.destroy());

let count = 0;
let logGroupName = "";
const logStreamName = "a";
beforeEach(() => {
  count += 1;
  logGroupName = `/test/group-${count}`;
});

const group = () => logs.send(new CreateLogGroupCommand({ logGroupName, tags: { kind: "test" } }));
const stream = (name = logStreamName) =>
  logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: name }));
const write = (lines: readonly (readonly [time: number, message: string])[], name = logStreamName) =>
  logs.send(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName: name,
      logEvents: lines.map(([timestamp, message]) => ({ timestamp, message })),
    }),
  );
const read = (input: Partial<GetLogEventsCommandInput> = {}) =>
  logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, ...input }));
const filter = async (input: Partial<FilterLogEventsCommandInput> = {}) => {
  const answer = await logs.send(new FilterLogEventsCommand({ logGroupName, ...input }));
  return { ...answer, messages: answer.events?.map(({ message }) => message) };
};

describe("groups", () => {
  it("are made, described, changed and deleted", async () => {
    await group();
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }));
    const describe = async () =>
      (await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }))).logGroups;
    const arn = `arn:aws:logs:us-west-2:123456789012:log-group:${logGroupName}`;
    expect(await describe()).toEqual([
      {
        logGroupName,
        arn: `${arn}:*`,
        logGroupArn: arn,
        creationTime: expect.any(Number),
        logGroupClass: "STANDARD",
        metricFilterCount: 0,
        retentionInDays: 7,
        storedBytes: 0,
      },
    ]);
    await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
    expect((await describe())?.[0]?.retentionInDays).toBeUndefined();
    await logs.send(new TagResourceCommand({ resourceArn: arn, tags: { a: "b" } }));
    await logs.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: ["kind"] }));
    const { tags } = await logs.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    expect(tags).toEqual({ a: "b" });
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
    expect(await describe()).toEqual([]);
  });

  it.each<[what: string, call: () => Promise<unknown>, name: string, message: string | RegExp]>([
    [
      "a second one of the name",
      group,
      "ResourceAlreadyExistsException",
      "The specified log group already exists",
    ],
    [
      "a stream in no group",
      () => logs.send(new CreateLogStreamCommand({ logGroupName: "none", logStreamName })),
      "ResourceNotFoundException",
      "The specified log group does not exist.",
    ],
    [
      "events of no stream",
      () => read(),
      "ResourceNotFoundException",
      "The specified log stream does not exist.",
    ],
    [
      "an odd retention",
      () => logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 })),
      "InvalidParameterException",
      /^1 validation error detected: Value '2' at 'retentionInDays'/,
    ],
    [
      "a bad name",
      () => logs.send(new CreateLogGroupCommand({ logGroupName: "a b" })),
      "InvalidParameterException",
      /at 'logGroupName' failed to satisfy constraint/,
    ],
    [
      "no name",
      () => logs.send(new CreateLogGroupCommand({ logGroupName: undefined })),
      "InvalidParameterException",
      /Value null at 'logGroupName'/,
    ],
    [
      "what is not implemented",
      () => logs.send(new DescribeQueriesCommand({})),
      "NotImplemented",
      /^DescribeQueries of CloudWatch Logs is not implemented/,
    ],
  ])("refuse %s", async (_what, call, name, message) => {
    await group();
    const refusal = await refusalOf(call());
    expect(refusal.name).toBe(name);
    if (typeof message === "string") expect(refusal.message).toBe(message);
    else expect(refusal.message).toMatch(message);
  });
});

describe("events", () => {
  const now = Date.now();

  beforeEach(async () => {
    await group();
    await stream();
  });

  it("are read from either end, and on with a token", async () => {
    await write([1, 2, 3, 4, 5].map((n) => [now + n, String(n)] as const));
    const messages = async (input: Partial<GetLogEventsCommandInput>) => {
      const answer = await read(input);
      return { ...answer, all: answer.events?.map(({ message }) => message).join("") };
    };
    expect((await messages({})).all).toBe("12345");
    const latest = await messages({ limit: 2 });
    expect(latest.all).toBe("45");
    const before = await messages({ limit: 2, nextToken: latest.nextBackwardToken });
    expect(before.all).toBe("23");
    const head = await messages({ limit: 2, startFromHead: true });
    expect(head.all).toBe("12");
    const on = await messages({ nextToken: head.nextForwardToken });
    expect(on.all).toBe("345");
    const end = await messages({ nextToken: on.nextForwardToken });
    expect([end.all, end.nextForwardToken]).toEqual(["", on.nextForwardToken]);
    await write([[now + 6, "6"]]);
    expect((await messages({ nextToken: end.nextForwardToken })).all).toBe("6");
    expect((await messages({ startTime: now + 2, endTime: now + 4 })).all).toBe("23");
  });

  it("of all streams are found in order of time, page by page", async () => {
    await stream("b");
    await write([
      [now + 1, "one"],
      [now + 3, "three"],
    ]);
    await write(
      [
        [now + 2, "two"],
        [now + 4, "four"],
      ],
      "b",
    );
    expect((await filter()).messages).toEqual(["one", "two", "three", "four"]);
    expect((await filter({ logStreamNamePrefix: "b" })).messages).toEqual(["two", "four"]);
    expect((await filter({ logStreamNames: ["a"] })).messages).toEqual(["one", "three"]);
    expect((await filter({ startTime: now + 2, endTime: now + 3 })).messages).toEqual(["two", "three"]);
    expect((await filter({ filterPattern: "?two ?three" })).messages).toEqual(["two", "three"]);
    const first = await filter({ limit: 3 });
    expect(first.messages).toEqual(["one", "two", "three"]);
    expect((await filter({ limit: 3, nextToken: first.nextToken })).messages).toEqual(["four"]);
    expect(first.events?.[0]).toEqual({
      logStreamName: "a",
      timestamp: now + 1,
      ingestionTime: expect.any(Number),
      message: "one",
      eventId: expect.stringMatching(/^\d{56}$/),
    });
  });

  it("that are too old or too new are left out, and told", async () => {
    const day = 24 * 3_600_000;
    const { rejectedLogEventsInfo } = await write([
      [now - 20 * day, "old"],
      [now, "now"],
      [now + day, "new"],
    ]);
    expect(rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 });
    expect((await filter()).messages).toEqual(["now"]);
  });

  it("are refused out of order and in too large a batch", async () => {
    expect(
      (
        await refusalOf(
          write([
            [now, "b"],
            [now - 1, "a"],
          ]),
        )
      ).message,
    ).toBe("Log events in a single PutLogEvents request must be in chronological order.");
    expect((await refusalOf(write([[now, "x".repeat(1_048_576)]]))).message).toBe(
      "Upload too large: 1048602 bytes exceeds limit of 1048576",
    );
  });

  it("go with their stream", async () => {
    await write([[now, "a"]]);
    const streams = async () =>
      (await logs.send(new DescribeLogStreamsCommand({ logGroupName, orderBy: "LastEventTime" }))).logStreams;
    expect(await streams()).toMatchObject([
      { logStreamName, firstEventTimestamp: now, lastEventTimestamp: now },
    ]);
    await logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName }));
    expect(await streams()).toEqual([]);
    expect((await filter()).messages).toEqual([]);
  });
});

it("a function's lines are events of its group, a stream for each environment", async () => {
  const FunctionName = "logging";
  await gateway.lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::123456789012:role/r",
      Code: {
        ZipFile: zipSync({
          "index.js": strToU8(
            "exports.handler = async (e, c) => { console.log('seen'); return c.logStreamName; };",
          ),
        }),
      },
    }),
  );
  const { Payload } = await gateway.lambda.send(new InvokeCommand({ FunctionName }));
  logGroupName = "/aws/lambda/logging";
  const { messages, events } = await filter();
  expect(messages).toEqual([
    expect.stringMatching(/^START RequestId: \S+ Version: \$LATEST\n$/),
    expect.stringMatching(/^\S+\t\S+\tINFO\tseen\n$/),
    expect.stringMatching(/^END RequestId: \S+\n$/),
    expect.stringMatching(/^REPORT RequestId: .*\n$/),
  ]);
  expect(new Set(events?.map((event) => event.logStreamName))).toEqual(
    new Set([JSON.parse(there(Payload).transformToString())]),
  );
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern: "LOGGING" }));
  expect(logGroups?.map((described) => described.logGroupName)).toEqual([logGroupName]);
});

it.each<[operation: string, status: number, body: object]>([
  ["DescribeLogGroups", 200, { logGroups: expect.any(Array) }],
  ["StartLiveTail", 501, { __type: "NotImplemented", message: expect.stringMatching(/^StartLiveTail of /) }],
  ["Nothing", 400, { __type: "UnknownOperationException", message: expect.any(String) }],
])("an unsigned request is told by its target: %s", async (operation, status, body) => {
  const answer = await fetch(gateway.url, {
    method: "POST",
    headers: {
      "x-amz-target": `Logs_20140328.${operation}`,
      "content-type": "application/x-amz-json-1.1",
    },
    body: JSON.stringify({ logGroupIdentifiers: ["a"] }),
  });
  expect([answer.status, await answer.json()]).toEqual([status, body]);
});

it.each<[pattern: string, text: string, matches: boolean]>([
  ["", "anything", true],
  ["ERROR", "an ERROR here", true],
  ["ERROR", "an error here", false],
  ["ERROR here", "here is an ERROR", true],
  ["ERROR gone", "an ERROR here", false],
  ['"an ERROR"', "an ERROR here", true],
  ['"ERROR an"', "an ERROR here", false],
  ["ERROR -here", "an ERROR here", false],
  ["?gone ?ERROR", "an ERROR here", true],
  ["?gone ?lost", "an ERROR here", false],
  ['-"an ERROR"', "an ERROR here", false],
  ["%E[R]+OR h%", "an ERROR here", true],
  ["%^ERROR%", "an ERROR here", false],
])("the pattern %s of %j matches: %s", (pattern, text, matches) => {
  expect(compileFilterPattern(pattern)(text)).toBe(matches);
});

it.each(["{ $.a = 1 }", "[a, b]"])("the pattern %s is refused by name", (pattern) => {
  expect(() => compileFilterPattern(pattern)).toThrow(/not implemented/);
});

it("keeps as much as there is room for", () => {
  const kept = createLogStreams({
    clock: () => 0,
    onGroup: () => {},
    maximumBytes: 3 * 27,
    maximumStreams: 2,
  });
  const place = (name: string) => ({ region: "r", group: "g", stream: name });
  const texts = () => kept.list("r", "g").map(({ events }) => events.map(({ text }) => text).join(""));
  const line = (text: string) => [{ time: 0, text }];
  for (const text of ["1", "2"]) kept.write(place("a"), line(text));
  for (const text of ["3", "4", "5"]) kept.write(place("b"), line(text));
  expect(texts()).toEqual(["", "345"]);
  kept.write(place("c"), line("6"));
  expect(texts()).toEqual(["45", "6"]);
});

it("keeps no room for what was deleted", () => {
  const kept = createLogStreams({ clock: () => 0, onGroup: () => {}, maximumBytes: 500_000 });
  const place = (stream: string) => ({ region: "r", group: "g", stream });
  kept.write(place("old"), [{ time: 0, text: "old" }]);
  for (let index = 0; index < 40; index += 1) {
    kept.write(place("large"), [{ time: 0, text: "é".repeat(100_000) }]);
    kept.remove(place("large"));
  }
  kept.write(place("new"), [{ time: 1, text: "😀" }]);
  expect(kept.find("r", "g", "old")?.events).toEqual([]);
  expect(kept.find("r", "g", "new")?.events).toMatchObject([{ time: 1, text: "😀", stream: "new" }]);
});
