// A secret is rotated while somebody watches: an endpoint with one API key, which takes its time, and once refuses.
import { createServer } from 'node:http';
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { postgres } from '../postgres.mjs';

/** What the built-in rotator `http` changes: GET tells whether a key is good, PUT takes a new one. */
async function endpointWithKey(first) {
  const state = { key: first, slow: 3000, broken: false, server: undefined, url: '' };
  state.server = createServer(async (request, reply) => {
    let body = '';
    for await (const piece of request) body += piece;
    const good = request.headers.authorization === `Bearer ${state.key}`;
    if (request.method === 'PUT') {
      if (state.broken) return reply.writeHead(500).end();
      if (!good) return reply.writeHead(401).end();
      await new Promise((resolve) => setTimeout(resolve, state.slow));
      state.key = JSON.parse(body).apiKey;
      return reply.writeHead(204).end();
    }
    return reply.writeHead(good ? 200 : 401).end();
  });
  await new Promise((resolve) => state.server.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${state.server.address().port}/key`;
  return state;
}

export default async function ({ assert, root, page, step, button, open, act, done, seen, asRoot }) {
  await asRoot();
  const sm = new SecretsManagerClient(root);
  const target = await endpointWithKey('first-key');
  try {
    await step('rotation is set up, and its steps are watched as they run', async () => {
      await sm.send(new CreateSecretCommand({ Name: 'partner', SecretString: JSON.stringify({ engine: 'http', url: target.url, apiKey: 'first-key' }) }));
      await open('#/secretsmanager/secrets/partner', 'partner');
      await act('Set up rotation', { Rotator: { choose: 'http-single-user' } });
      await done('A new version is made: done');
      await done('It is set where it is used, and tried: running');
      await done('It is the current value: waiting');
      await seen('rotation');
      await done('It is the current value: done');
      await done(/The rotation took \d+\.\d s\./);
      await page.getByRole('link', { name: 'RotationSucceeded' }).first().waitFor();
      const { SecretString } = await sm.send(new GetSecretValueCommand({ SecretId: 'partner' }));
      assert.equal(JSON.parse(SecretString).apiKey, target.key);
      assert.notEqual(target.key, 'first-key');
    });

    await step('a rotation that fails says why, and goes on when it can', async () => {
      target.broken = true;
      await act('Rotate now');
      await done('It is set where it is used, and tried: failed');
      await page.getByText('The last try failed').waitFor();
      await seen('rotation-failed');
      target.broken = false;
      await done('It is the current value: done');
      assert.equal(await page.getByText(target.key).count(), 0);
      await button('Reveal').click();
      await page.getByText(target.key).first().waitFor();
    });
  } finally {
    target.server.close();
  }

  const database = await postgres();
  try {
    await step('the password of a PostgreSQL user is rotated while somebody watches, and it is held in between', async () => {
      database.sql("CREATE ROLE shop LOGIN PASSWORD 'the-first-one'");
      const first = { engine: 'postgres', host: database.host, port: database.port, username: 'shop', password: 'the-first-one', dbname: 'postgres' };
      await sm.send(new CreateSecretCommand({ Name: 'shop/db', SecretString: JSON.stringify(first) }));
      await open(`#/secretsmanager/secrets/${encodeURIComponent('shop/db')}`, 'shop/db');
      assert.equal(await page.getByText(target.key).count(), 0, 'a revealed value stands under another secret');
      await button('Reveal').waitFor();
      database.pause();
      await act('Set up rotation', { Rotator: { choose: 'postgresql-single-user' } });
      await done('It is set where it is used, and tried: running');
      await done('It is the current value: waiting');
      await seen('rotation-postgresql');
      const { SecretString: before } = await sm.send(new GetSecretValueCommand({ SecretId: 'shop/db' }));
      assert.equal(JSON.parse(before).password, 'the-first-one');
      database.resume();
      await done('It is the current value: done');
      await done(/The rotation took \d+\.\d s\./);
      await page.getByRole('link', { name: 'RotationSucceeded' }).first().waitFor();
      const { SecretString: after } = await sm.send(new GetSecretValueCommand({ SecretId: 'shop/db' }));
      const { password } = JSON.parse(after);
      assert.notEqual(password, 'the-first-one');
      assert.ok(database.logsIn('shop', password));
      assert.equal(database.logsIn('shop', 'the-first-one'), false);
    });

    await step('a password that somebody else changed is not rotated blindly: it is told why', async () => {
      database.sql("ALTER ROLE shop PASSWORD 'changed-behind-its-back'");
      await act('Rotate now');
      await done('It is set where it is used, and tried: failed');
      await page.getByText('The last try failed').waitFor();
      await seen('rotation-postgresql-failed');
      assert.ok(database.logsIn('shop', 'changed-behind-its-back'));
    });
  } finally {
    await database.stop();
  }
}
