import { forget, greeting, old, page, picture, robots, signIn } from "../routes/outputs.ts";

export const greetingHandler = greeting.handler(() => "Hello!");

export const robotsHandler = robots.handler(() => "User-agent: *\n");

export const pageHandler = page.handler(() => "<h1>Hello!</h1>");

export const pictureHandler = picture.handler(() => Uint8Array.of(0x89, 0x50, 0x4e, 0x47));

export const forgetHandler = forget.handler(() => {});

export const oldHandler = old.handler(({ reply }) => reply(301, undefined, { location: "/new" }));

export const signInHandler = signIn.handler(({ reply }) =>
  reply(
    201,
    { user: "ann" },
    { "set-cookie": ["session=abc; HttpOnly; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "theme=dark"] },
  ),
);
