// OFREP over flagd's own evaluator, for a test: node evaluator.mjs NODE_MODULES, with flagd's
// configuration on the first line of standard input. It prints its port, and ends with its input.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(`${process.argv[2]}/`);
const { FlagdCore } = require('@openfeature/flagd-core');
const silent = { error() {}, warn() {}, info() {}, debug() {} };
const core = new FlagdCore(undefined, silent);

const found = ({ flagKey, value, reason, variant, errorCode, errorMessage, flagMetadata }) =>
  errorCode
    ? { key: flagKey, errorCode, errorDetails: errorMessage }
    : { key: flagKey, value, reason, variant, metadata: flagMetadata };

const evaluate = (path, context) => {
  const all = core.resolveAll(context, silent).map(found);
  if (path === '/ofrep/v1/evaluate/flags') return [200, { flags: all }];
  const key = decodeURIComponent(path.slice('/ofrep/v1/evaluate/flags/'.length));
  const one = all.find((flag) => flag.key === key);
  if (!one) return [404, { key, errorCode: 'FLAG_NOT_FOUND' }];
  return [one.errorCode ? 400 : 200, one];
};

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    const [status, answer] = evaluate(request.url, JSON.parse(body).context);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  });
});

const lines = createInterface({ input: process.stdin });
lines.once('line', (configuration) => {
  core.setConfigurations(configuration);
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
});
lines.on('close', () => process.exit());
