// A real identity provider on loopback: node oidc_provider.mjs FOLDER PORT CALLBACK (FOLDER holds node_modules).
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const [folder, port, callback] = process.argv.slice(2);
const found = createRequire(`${folder}/x.js`).resolve("oidc-provider");
const { default: Provider } = await import(pathToFileURL(found).href);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: "auditor", client_secret: "s3cret-of-the-office", redirect_uris: [callback],
    post_logout_redirect_uris: [callback.replace("/sso/back", "/login")],
  }],
  pkce: { required: () => true },
  claims: { openid: ["sub"], profile: ["preferred_username"] },
  conformIdTokenClaims: false,
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id }) }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
