import { startGateway } from "@gatewright/local-gateway";

const gateway = await startGateway({
  credentials: {
    test: { secretAccessKey: "test", arn: "arn:aws:iam::123456789012:user/local" },
    reader: {
      secretAccessKey: "secret",
      arn: "arn:aws:iam::123456789012:user/reader",
      policies: [
        {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: "execute-api:Invoke", Resource: "arn:aws:execute-api:*:*:*/*/GET/*" },
          ],
        },
      ],
    },
  },
  userPools: {
    "eu-west-1_Real": {
      jwksUri: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Real/.well-known/jwks.json",
    },
  },
});
await gateway.close();
