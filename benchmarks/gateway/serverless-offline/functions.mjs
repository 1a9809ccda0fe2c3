export const hello = async () => ({
  statusCode: 200,
  headers: { "Content-Type": "application/json" },
  body: '"Hello from Lambda!"',
});

export const greet = async ({ greeter }) => ({ message: `Hello, ${greeter}!` });
