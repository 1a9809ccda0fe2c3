interface Session {
  readonly user: string;
  readonly level: number;
  readonly admin: boolean;
  readonly blocked: boolean;
}

const sessions = new Map<string, Session>([
  ["ann's", { user: "ann", level: 3, admin: false, blocked: false }],
  ["bob's", { user: "bob", level: 1, admin: false, blocked: true }],
]);

export const findSession = async (token: string): Promise<Session | undefined> => sessions.get(token);
