import { hello } from "../routes.ts";

export const handler = hello.handler(() => "Hello from Lambda!");
