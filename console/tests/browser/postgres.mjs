// A real PostgreSQL on a free port of the loopback, in a folder of its own, run by somebody else than root.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const HOST = '127.0.0.1';
const ROOM = '/usr/lib/postgresql';
const SUPERUSER = 'postgres';

function programs() {
  const versions = existsSync(ROOM) ? readdirSync(ROOM).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(ROOM, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
  if (!found) throw new Error('PostgreSQL is not installed: run ./test console, which installs it');
  return found;
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts it; `sql` runs statements as the superuser, `logsIn` tells whether a name and a password are good, `pause` and `resume` hold it in the middle of whatever it does. */
export async function postgres() {
  const bin = programs();
  const as = process.getuid() === 0 ? ['runuser', '-u', SUPERUSER, '--'] : [];
  const run = (...command) => execFileSync([...as, ...command][0], [...as, ...command].slice(1), { cwd: '/tmp', encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  const folder = run('mktemp', '-d', '/tmp/postgres-XXXXXX');
  const data = join(folder, 'data');
  const port = await freePort();
  const password = 'the-superusers-own';
  run('sh', '-c', `printf %s '${password}' > '${folder}/word'`);
  run(join(bin, 'initdb'), '-D', data, '-U', SUPERUSER, `--pwfile=${folder}/word`, '--auth=scram-sha-256', '--no-sync', '--encoding=UTF8');
  const options = { listen_addresses: HOST, port, unix_socket_directories: '', fsync: 'off', shared_buffers: '16MB' };
  const command = [...as, join(bin, 'postgres'), '-D', data, ...Object.entries(options).map(([name, value]) => `--${name}=${value}`)];
  const server = spawn(command[0], command.slice(1), { cwd: '/tmp', stdio: 'ignore' });
  const asked = (username, word, statement) => execFileSync(join(bin, 'psql'), ['-h', HOST, '-p', String(port), '-U', username, '-d', 'postgres', '-At', '-w', '-c', statement], { env: { ...process.env, PGPASSWORD: word, PGCONNECT_TIMEOUT: '5' }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  const logsIn = (username, word) => {
    try {
      return asked(username, word, 'SELECT 1') === '1';
    } catch {
      return false;
    }
  };
  for (let attempt = 0; !logsIn(SUPERUSER, password); attempt++) {
    if (attempt > 100 || server.exitCode !== null) throw new Error('PostgreSQL does not start');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const leader = () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  // Who runs it as somebody else stops with it, and has to be told too.
  const resume = () => [leader(), server.pid].forEach((one) => process.kill(one, 'SIGCONT'));
  return {
    host: HOST, port, logsIn,
    sql: (statement) => asked(SUPERUSER, password, statement),
    pause: () => process.kill(leader(), 'SIGSTOP'),
    resume,
    stop: async () => {
      resume();
      process.kill(leader(), 'SIGQUIT');
      if (server.exitCode === null) await new Promise((resolve) => server.on('exit', resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
