import { describe, expect, test } from 'vitest';
import { cli } from '../../src/app/cli';
import { csv, csvCell } from '../../src/app/export';
import { denial, denying } from '../../src/app/denial';
import { find, findNames } from '../../src/app/find';
import { check, checkGuardrail } from '../../src/app/policy/check';
import { href, parse } from '../../src/app/router';
import { diff } from '../../src/areas/config/diff';
import { ofCredentials, parseReport } from '../../src/areas/home/attention';
import { areas } from '../../src/areas/registry';

describe('exports', () => {
  test.each([['=1+1', "'=1+1"], ['+1', "'+1"], ['-1', "'-1"], ['@SUM(A1)', "'@SUM(A1)"], ['  =1', "'  =1"], ['\t=1', "'\t=1"], ['|calc', "'|calc"], ['plain', 'plain'], ['a=b', 'a=b']])('%j is no formula', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });
  test('quotes, commas and lines stay in their cell', () => {
    expect(csv([['a"b', 'c,d', 'e\nf']])).toBe('"a""b","c,d","e\nf"\r\n');
    expect(csvCell('=HYPERLINK("http://x","y")')).toBe('"\'=HYPERLINK(""http://x"",""y"")"');
  });
});

test('commands are quoted for a shell', () => {
  expect(cli('iam create-user', { 'user-name': "O'Neil; rm -rf /", path: undefined })).toBe("aws iam create-user --user-name 'O'\\''Neil; rm -rf /'");
  expect(cli('kms describe-key', { 'key-id': 'alias/x' })).toBe('aws kms describe-key --key-id alias/x');
});

test.each([[['iam', 'policies', 'arn:aws:iam::1:policy/a/b']], [['s3', 'buckets', 'ä ö', '100%']], [['a', '<script>']]])('places survive their address: %j', (parts) => {
  expect(parse(href(...parts))).toEqual(parts);
});

test('a broken address is a place too', () => {
  expect(parse('#/iam/%E0%A4%A')).toEqual(['iam', '%E0%A4%A']);
});

test('a timeline says what is different, in policies too', () => {
  const before = { BucketPolicy: { policyText: '{"Statement":[{"Effect":"Allow","Principal":"*"}],"Version":"2012-10-17"}' }, name: 'b', gone: 1 };
  const after = { BucketPolicy: { policyText: null }, name: 'b', tags: { team: 'red' } };
  expect(diff(before, after)).toEqual([
    { path: 'BucketPolicy.policyText', before: { Statement: [{ Effect: 'Allow', Principal: '*' }], Version: '2012-10-17' }, after: null },
    { path: 'gone', before: 1 },
    { path: 'tags', after: { team: 'red' } },
  ]);
  expect(diff('{"a":1, "b":2}', '{"a":1,"b":3}')).toEqual([{ path: 'b', before: 2, after: 3 }]);
  expect(diff({ a: [1] }, { a: [1] })).toEqual([]);
});

test('search finds services by other words, and pages', () => {
  expect(find(areas, 'audit')[0]?.path).toEqual(['cloudtrail']);
  expect(find(areas, 'iam denied')[0]?.path).toEqual(['iam', 'simulate']);
  expect(find(areas, 'zzz')).toEqual([]);
});

test('search finds resources by name and kind, those that begin with it first', () => {
  const places = [{ title: 'my-audit', path: ['a'], kind: 'Bucket' }, { title: 'audit-logs', path: ['b'], kind: 'Bucket' }, { title: 'audit', path: ['c'], kind: 'Queue' }];
  expect(findNames(places, 'audit').map((place) => place.path[0])).toEqual(['c', 'b', 'a']);
  expect(findNames(places, 'audit bucket').map((place) => place.path[0])).toEqual(['b', 'a']);
  expect(findNames(places, ' ')).toEqual([]);
});

describe('refusals', () => {
  test('messages are read', () => {
    expect(denial('User: arn:aws:iam::1:user/eve is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::1:user/x with an explicit deny in a service control policy: arn:aws:organizations::2:policy/o-1/service_control_policy/p-1')).toEqual({ principal: 'arn:aws:iam::1:user/eve', action: 'iam:CreateUser', resource: 'arn:aws:iam::1:user/x', explicit: true, kind: 'service control policy', policy: 'arn:aws:organizations::2:policy/o-1/service_control_policy/p-1' });
    expect(denial('User: arn:aws:iam::1:user/eve is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action')).toMatchObject({ explicit: false, kind: 'identity-based policy', policy: undefined });
    expect(denial('No.')).toBeUndefined();
  });
  test('the statements that deny an action are found', () => {
    const policy = JSON.stringify({ Statement: [{ Sid: 'a', Effect: 'Deny', Action: ['iam:Create*'] }, { Sid: 'b', Effect: 'Allow', Action: '*' }, { Sid: 'c', Effect: 'Deny', NotAction: 's3:*' }, { Sid: 'd', Effect: 'Deny', Action: 'IAM:createuse?' }, { Sid: 'e', Effect: 'Deny', Action: 'iam.CreateUser' }] });
    expect(denying(policy, 'iam:CreateUser').map((statement) => statement.Sid)).toEqual(['a', 'c', 'd']);
    expect(denying(policy, 's3:GetObject')).toEqual([]);
    expect(denying('no json', 'a:B')).toEqual([]);
  });
});

describe('policies', () => {
  const texts = (policy: unknown) => check(typeof policy === 'string' ? policy : JSON.stringify(policy)).map((f) => `${f.severity}: ${f.text}`);
  const statement = { Effect: 'Allow', Action: 's3:Get*', Resource: '*' };
  test('a good one is fine', () => expect(texts({ Version: '2012-10-17', Statement: [statement] })).toEqual([]));
  test.each([
    ['{', /^error: This is not JSON/],
    ['[]', /JSON object/],
    [{ Version: '2012-10-17' }, /at least one statement/],
    [{ Version: '2012-10-17', Statement: { ...statement, Effect: 'allow' } }, /Allow or Deny/],
    [{ Version: '2012-10-17', Statement: { ...statement, NotAction: 'a:b' } }, /either Action or NotAction/],
    [{ Version: '2012-10-17', Statement: { ...statement, Action: 's3' } }, /no action/],
    [{ Version: '2012-10-17', Statements: [], Statement: statement }, /no element/],
    [{ Version: '2012-10-17', Statement: { ...statement, Action: '*' } }, /^warning: .*everything/],
    [{ Statement: statement }, /^warning: Without/],
  ])('%j', (policy, said) => expect(texts(policy).join('\n')).toMatch(said));
});

test('what needs attention stands in the credential report', () => {
  const report = parseReport(
    'user,password_enabled,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_2_active\n' +
      '<root_account>,not_supported,false,true,2026-01-01T00:00:00+00:00,false\nada,true,false,false,N/A,false\nbo,true,true,true,2025-01-01T00:00:00+00:00,false\n',
  );
  const found = ofCredentials(report, Date.parse('2026-01-02T00:00:00Z'));
  expect(found.map((c) => [c.severity, c.path.at(-1)])).toEqual([['error', 'users'], ['error', 'users'], ['warning', 'ada'], ['warning', 'bo']]);
  expect(found[3]?.text).toContain('366 days');
});

test.each([
  [{ Effect: 'Deny', Action: '*', Resource: '*' }, []],
  [{ Effect: 'Deny', Action: 's3:*', Resource: '*', Principal: '*' }, ['error: Statement 1: a service control policy names no principals.']],
  [{ Effect: 'Deny', Action: 's3:*' }, ['error: Statement 1: give a Resource, such as "*".']],
  [{ Effect: 'Deny', Action: 's3:*', Resource: Array.from({ length: 600 }, (_, n) => `arn:aws:s3:::b${n}`) }, ['error: The policy is longer than 5120 characters.']],
])('guardrails: %#', (statement, said) => {
  expect(checkGuardrail(JSON.stringify({ Version: '2012-10-17', Statement: [statement] })).map((f) => `${f.severity}: ${f.text}`)).toEqual(said);
});
