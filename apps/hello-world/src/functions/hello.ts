import { hello } from "../routes/my-api.ts";

export const handler = hello.handler(() => "Hello from Lambda!");
