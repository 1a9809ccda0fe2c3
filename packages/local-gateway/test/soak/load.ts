/** What one request asks for, and what an answer to it may be. */
interface Kind {
  readonly name: string;
  readonly path: string;
  /** What the function is told to do beside answering. */
  readonly what?: string;
  /** Of 1000 requests. */
  readonly share: number;
  /** Undefined for a connection that was cut. */
  readonly isRight: (answer: Answer | undefined, token: string) => boolean;
}

interface Answer {
  readonly status: number;
  readonly token: string | null;
  readonly body: string;
}

const refused = (answer: Answer | undefined) =>
  answer?.status === 502 && answer.body === '{"message": "Internal server error"}';

const answered = (answer: Answer | undefined, token: string) =>
  answer?.status === 200 && answer.token === token && answer.body === token;

const kinds: readonly Kind[] = [
  { name: "proxy", path: "/proxy", share: 550, isRight: answered },
  {
    name: "custom",
    path: "/custom",
    share: 250,
    isRight: (answer, token) => answer?.status === 200 && answer.body === JSON.stringify({ token }),
  },
  { name: "stream", path: "/stream", share: 150, isRight: answered },
  { name: "crash", path: "/proxy", what: "crash", share: 10, isRight: refused },
  { name: "throw", path: "/proxy", what: "throw", share: 10, isRight: refused },
  { name: "hang", path: "/proxy", what: "hang", share: 10, isRight: refused },
  // It answers until its environment has no memory left.
  {
    name: "leak",
    path: "/proxy",
    what: "leak",
    share: 10,
    isRight: (answer, token) => answered(answer, token) || refused(answer),
  },
  {
    name: "cut",
    path: "/stream",
    what: "cut",
    share: 10,
    isRight: (answer) => answer === undefined,
  },
];

export interface Soaked {
  /** Right answers by the kind of request. */
  readonly right: Readonly<Record<string, number>>;
  /** Wrong answers, in words. */
  readonly wrong: readonly string[];
}

export interface SoakOptions {
  /** Where the API is. */
  readonly base: string;
  /** How many requests are under way at once. */
  readonly callers: number;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  /** Asked before each request. */
  readonly goesOn: (sent: number) => boolean;
}

/** Sends requests of all kinds at once, each with a token of its own, and looks at every answer. */
export async function soak({ base, callers, random, goesOn }: SoakOptions): Promise<Soaked> {
  const right = Object.fromEntries(kinds.map(({ name }) => [name, 0]));
  const wrong: string[] = [];
  let sent = 0;
  const caller = async () => {
    while (goesOn(sent)) {
      sent += 1;
      const kind = choose(random());
      const token = `${kind.name}-${sent}-`.padEnd(16, "x");
      const answer = await ask(`${base}${kind.path}?token=${token}&do=${kind.what ?? ""}`);
      if (kind.isRight(answer, token)) right[kind.name] = (right[kind.name] ?? 0) + 1;
      else wrong.push(`${kind.name} ${token}: ${JSON.stringify(answer)}`);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { right, wrong };
}

function choose(random: number): Kind {
  let passed = 0;
  for (const kind of kinds) {
    passed += kind.share;
    if (random * 1000 < passed) return kind;
  }
  throw new Error("The shares do not add up to 1000.");
}

async function ask(url: string): Promise<Answer | undefined> {
  try {
    const response = await fetch(url);
    return { status: response.status, token: response.headers.get("x-token"), body: await response.text() };
  } catch (error) {
    // Of `fetch` alone: the connection was cut.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
