// The policy editor: what the form writes, what it refuses to show, and what it knows.
import { describe, expect, test } from 'vitest';
import packed from '../../src/app/policy/actions.json';
import { builtArn, coveredBy, fitting, isResource, keysFor, operatorName, operatorParts, operatorsFor, partsOf, typesFor, unpacked } from '../../src/app/policy/catalogue';
import { check, checkGuardrail, checkTrust } from '../../src/app/policy/check';
import { type Statement, changed, conditions, lossy, obstacle, placeOf, principals, read, withCondition, withEffect, withPrincipal, withSid, withTexts, withoutPrincipal } from '../../src/app/policy/document';

const text = (statements: unknown, more = {}) => JSON.stringify({ Version: '2012-10-17', ...more, Statement: statements }, null, 2);
const all = unpacked(packed as never);

describe('a policy as a form', () => {
  test('what is written without a change is what was read', () => {
    for (const one of [
      { Sid: 'A', Effect: 'Allow', Action: 's3:GetObject', Resource: ['*'] },
      { Effect: 'Deny', NotAction: ['iam:*'], NotResource: 'arn:aws:s3:::a', Condition: { Bool: { 'aws:SecureTransport': false }, NumericLessThan: { 's3:max-keys': 10 } } },
      { Effect: 'Allow', Principal: '*', Action: '*' },
    ]) {
      const before = text([one, one], { Id: 'x' });
      expect(changed(before, 1, (read(before) as { statements: Statement[] }).statements[1])).toBe(before);
    }
  });
  test('a statement that stands alone stays alone, until there are two', () => {
    const alone = text({ Effect: 'Allow', Action: 'a:b', Resource: '*' });
    expect(JSON.parse(changed(alone, 0, { Effect: 'Deny' })).Statement).toEqual({ Effect: 'Deny' });
    expect(JSON.parse(changed(alone, 1, { Effect: 'Deny' })).Statement).toHaveLength(2);
    expect(JSON.parse(changed(alone, 0, undefined)).Statement).toEqual([]);
  });
  test('what reading would lose is left to JSON', () => {
    expect(read('{')).toMatchObject({ obstacle: { kind: 'json' } });
    expect(read('[]')).toMatchObject({ obstacle: { kind: 'object' } });
    expect(read('{"Statement":[],"Statement":[]}')).toEqual({ obstacle: { kind: 'twice', key: 'Statement' } });
    expect(read('{"Statement":[],"Other":1}')).toEqual({ obstacle: { kind: 'element', key: 'Other' } });
    expect(lossy('{"a":[{"b":1},{"b":"{\\"b\\":1,\\"b\\":2}"}],"b":0}')).toBeUndefined();
    expect(lossy('{"a":{"b":1,"\\u0062":2}}')).toEqual({ kind: 'twice', key: 'b' });
    expect(lossy('{"a":12345678901234567890}')).toEqual({ kind: 'number', text: '12345678901234567890' });
    expect(lossy('{"a":[1,-2.5,true,null,"x"]}')).toBeUndefined();
  });
  test('statements that the form cannot show say why', () => {
    const base = { Effect: 'Allow', Action: '*', Resource: '*' };
    expect(obstacle(base)).toBeUndefined();
    expect(obstacle({ ...base, Principal: '*' })).toEqual({ kind: 'element', key: 'Principal' });
    expect(obstacle({ ...base, NotAction: 'a:b' })).toEqual({ kind: 'both', keys: ['Action', 'NotAction'] });
    expect(obstacle({ ...base, Effect: 'allow' })).toEqual({ kind: 'effect' });
    expect(obstacle({ ...base, Action: [1] })).toEqual({ kind: 'values', key: 'Action' });
    expect(obstacle({ ...base, Condition: { StringEquals: 'x' } })).toEqual({ kind: 'values', key: 'StringEquals' });
    expect(obstacle({ ...base, Condition: { StringEquals: { a: [['x']] } } })).toEqual({ kind: 'values', key: 'a' });
    expect(obstacle('x')).toEqual({ kind: 'object' });
  });
  test('elements keep their places and forms', () => {
    expect(JSON.stringify(withTexts({ Effect: 'Allow', Action: 'a:b', Resource: '*' }, 'NotAction', ['a:b']))).toBe('{"Effect":"Allow","NotAction":"a:b","Resource":"*"}');
    expect(withTexts({ Action: 'a:b' }, 'Action', ['a:b', 'a:c'])).toEqual({ Action: ['a:b', 'a:c'] });
    expect(withTexts({ Action: ['a:b', 'a:c'] }, 'Action', ['a:c'])).toEqual({ Action: ['a:c'] });
    expect(JSON.stringify(withTexts({ Effect: 'Allow', Condition: {} }, 'Resource', ['*']))).toBe('{"Effect":"Allow","Resource":["*"],"Condition":{}}');
    expect(JSON.stringify(withSid({ Effect: 'Allow' }, 'A'))).toBe('{"Sid":"A","Effect":"Allow"}');
    expect(withSid({ Sid: 'A', Effect: 'Allow' }, '')).toEqual({ Effect: 'Allow' });
    expect(withEffect({ Effect: 'Allow', Action: 'x' }, 'Deny')).toEqual({ Effect: 'Deny', Action: 'x' });
  });
  test('conditions come, change and go with what they leave empty', () => {
    let statement: Statement = { Effect: 'Allow' };
    statement = withCondition(statement, 'StringEquals', 'aws:RequestedRegion', ['eu-west-1']);
    expect(statement.Condition).toEqual({ StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } });
    statement = withCondition(statement, 'StringEquals', 'aws:RequestedRegion', ['eu-west-1', 'us-east-1']);
    statement = withCondition(statement, 'Bool', 'aws:SecureTransport', [true]);
    expect(conditions(statement)).toEqual([{ operator: 'StringEquals', key: 'aws:RequestedRegion', values: ['eu-west-1', 'us-east-1'] }, { operator: 'Bool', key: 'aws:SecureTransport', values: [true] }]);
    statement = withCondition(statement, 'StringEquals', 'aws:RequestedRegion', []);
    expect(statement.Condition).toEqual({ Bool: { 'aws:SecureTransport': true } });
    expect(withCondition(statement, 'Bool', 'aws:SecureTransport', [])).toEqual({ Effect: 'Allow' });
  });
  test('principals of a trust policy come and go', () => {
    let statement: Statement = { Effect: 'Allow', Action: 'sts:AssumeRole' };
    statement = withPrincipal(statement, { type: 'AWS', value: '111122223333' });
    expect(JSON.stringify(statement)).toBe('{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}');
    statement = withPrincipal(withPrincipal(statement, { type: 'AWS', value: '444455556666' }), { type: 'Service', value: 'lambda.amazonaws.com' });
    expect(principals(statement)).toEqual([{ type: 'AWS', value: '111122223333' }, { type: 'AWS', value: '444455556666' }, { type: 'Service', value: 'lambda.amazonaws.com' }]);
    statement = withoutPrincipal(withoutPrincipal(statement, { type: 'AWS', value: '111122223333' }), { type: 'Service', value: 'lambda.amazonaws.com' });
    expect(statement.Principal).toEqual({ AWS: ['444455556666'] });
    expect(obstacle(statement, 'trust')).toBeUndefined();
    expect(obstacle({ ...statement, Principal: '*' }, 'trust')).toBeUndefined();
    expect(obstacle({ ...statement, Principal: { Other: 'x' } }, 'trust')).toEqual({ kind: 'values', key: 'Principal' });
    expect(obstacle({ ...statement, Resource: '*' }, 'trust')).toEqual({ kind: 'element', key: 'Resource' });
    expect(withoutPrincipal({ Principal: '*', Effect: 'Allow' }, { type: '', value: '*' })).toEqual({ Effect: 'Allow' });
    expect(checkTrust(text([statement])).filter((f) => f.severity === 'error')).toEqual([]);
    expect(checkTrust(text([{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: {} }, { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' }, Resource: '*' }])).map((f) => [f.statement, f.severity])).toEqual([[0, 'error'], [1, 'error'], [1, 'warning']]);
  });
  test('messages of the server name their statement', () => {
    expect(placeOf('Vendor x is not valid (at Statement[2].Action, line 3, column 9)')).toBe(2);
    expect(placeOf('Syntax errors in policy. (at Statement.Action)')).toBe(0);
    expect(placeOf('Policy document is too long.')).toBeUndefined();
  });
  test('findings know their statement', () => {
    expect(check(text([{ Effect: 'Allow', Action: 'a:b', Resource: '*' }, { Effect: 'Maybe', Action: [], Resource: [] }])).map((f) => [f.statement, f.severity])).toEqual([[1, 'error'], [1, 'error'], [1, 'error']]);
    expect(checkGuardrail(text([{ Effect: 'Deny', Action: 'a:b' }])).map((f) => f.statement)).toEqual([0]);
  });
});

describe('the catalogue', () => {
  test('actions have levels and the kinds of resources they can be bound to', () => {
    const s3 = all.get('s3');
    expect(s3?.actions.find((action) => action.name === 'GetObject')).toMatchObject({ level: 'Read' });
    expect(s3?.actions.find((action) => action.name === 'GetObject')?.types).toContain('object');
    expect(s3?.actions.find((action) => action.name === 'PutBucketPolicy')?.level).toBe('Permissions management');
    expect(all.get('iam')?.actions.find((action) => action.name === 'TagUser')?.level).toBe('Tagging');
    for (const service of all.values()) for (const action of service.actions) expect(action.types.every((type) => type in service.types)).toBe(true);
  });
  test('patterns are counted, and say what they cover', () => {
    expect(fitting(all, 'sqs:*')).toBe(all.get('sqs')?.actions.length);
    expect(fitting(all, 'SQS:sendmessage')).toBe(1);
    expect(fitting(all, 'sqs:Nothing*')).toBe(0);
    expect(fitting(all, 'ec2:*')).toBeUndefined();
    expect(coveredBy(['s3:Get*'], 's3:GetObject')).toBe('s3:Get*');
    expect(coveredBy(['s3:GetObject'], 's3:GetObject')).toBeUndefined();
  });
  test('kinds of resources that are wanted come first, and ARNs are built of their parts', () => {
    const types = typesFor(all, ['s3:GetObject']);
    expect(types[0]).toMatchObject({ service: 's3', wanted: true });
    expect(types.find((type) => type.type === 'bucket')?.wanted).toBe(false);
    const object = types.find((type) => type.type === 'object');
    expect(partsOf(object?.arn ?? '')).toEqual(['BucketName', 'ObjectName']);
    expect(builtArn(object?.arn ?? '', { BucketName: 'logs' })).toBe('arn:aws:s3:::logs/*');
    expect(typesFor(all, ['ec2:*'])).toEqual([]);
    expect(['*', 'arn:aws:s3:::a/*', 'arn:aws:iam::*:role/${aws:username}'].every(isResource)).toBe(true);
    expect(['bucket', 'arn:aws:s3', 'arn:aws:s3:::', ''].some(isResource)).toBe(false);
    for (const service of all.values()) for (const arn of Object.values(service.types)) expect(isResource(builtArn(arn, {})), arn).toBe(true);
  });
  test('keys bring the operators of their type', () => {
    expect(keysFor(all, ['s3:GetObject'])).toContain('s3:prefix');
    expect(keysFor(all, ['sqs:*'])).not.toContain('s3:prefix');
    expect(operatorsFor(all, [], 'aws:SourceIp').fitting).toEqual(['IpAddress', 'NotIpAddress', 'Null']);
    expect(operatorsFor(all, [], 'aws:TagKeys')).toMatchObject({ many: true });
    expect(operatorsFor(all, [], 'aws:PrincipalTag/team').fitting[0]).toBe('StringEquals');
    expect(operatorsFor(all, ['s3:*'], 's3:max-keys').fitting[0]).toBe('NumericEquals');
    for (const name of ['StringEquals', 'ForAnyValue:StringLikeIfExists', 'ForAllValues:ArnLike', 'NullIfExists']) {
      const { quantifier, operator, ifExists } = operatorParts(name);
      if (operator !== 'Null') expect(operatorName(quantifier, operator, ifExists)).toBe(name);
    }
  });
});
