import { type ComplianceByConfigRule, type ConfigRule, DeleteConfigRuleCommand, DescribeComplianceByConfigRuleCommand, DescribeConfigRulesCommand, DescribeRemediationConfigurationsCommand, DescribeRemediationExecutionStatusCommand, type EvaluationResult, GetComplianceDetailsByConfigRuleCommand, PutConfigRuleCommand, PutRemediationConfigurationsCommand, type RemediationConfiguration, type RemediationExecutionStatus, type RemediationParameterValue, StartConfigRulesEvaluationCommand, StartRemediationExecutionCommand } from '@aws-sdk/client-config-service';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { Action } from '../../app/action';
import { pages } from '../../app/aws';
import { cli } from '../../app/cli';
import { when } from '../../app/language';
import { Facts, Show, useLoad } from '../../app/parts';
import { go, href } from '../../app/router';
import { ResourceTable } from '../../app/table';
import { Verdict } from './Verdict';
import { config } from './data';
import { t } from './texts';

type Judged = ConfigRule & { compliance?: ComplianceByConfigRule };

export function Rules() {
  return (
    <ResourceTable<Judged>
      id="config-rules" title={t.rules} command={cli('configservice describe-compliance-by-config-rule')}
      load={async () => {
        const rules = await pages(async (NextToken) => { const r = await config().send(new DescribeConfigRulesCommand({ NextToken })); return [r.ConfigRules, r.NextToken]; });
        const found = await pages(async (NextToken) => { const r = await config().send(new DescribeComplianceByConfigRuleCommand({ NextToken })); return [r.ComplianceByConfigRules, r.NextToken]; });
        const byName = new Map(found.map((one) => [one.ConfigRuleName, one]));
        return rules.map((rule) => ({ ...rule, compliance: byName.get(rule.ConfigRuleName) }));
      }}
      empty={{ title: t.noRules, hint: t.rulesHint }}
      columns={[
        { id: 'name', header: t.rule, text: (r) => r.ConfigRuleName ?? '', cell: (r) => <Link href={href('config', 'rules', r.ConfigRuleName ?? '')}>{r.ConfigRuleName}</Link> },
        { id: 'compliance', header: t.compliance, text: (r) => r.compliance?.Compliance?.ComplianceType ?? '', cell: (r) => <Verdict of={r.compliance?.Compliance?.ComplianceType} /> },
        { id: 'source', header: t.source, text: (r) => r.Source?.SourceIdentifier ?? r.Source?.Owner ?? '' },
        { id: 'by', header: t.madeBy, text: (r) => r.CreatedBy ?? '' },
      ]}
      actions={(reload) => (
        <Action
          label={t.addRule} primary after={reload} done={t.evaluated}
          fields={[{ name: 'name', label: t.name }, { name: 'identifier', label: t.identifier, hint: t.identifierHint }, { name: 'parameters', label: t.parameters, hint: t.parametersHint, optional: true }]}
          command={(v) => cli('configservice put-config-rule', { 'config-rule': JSON.stringify({ ConfigRuleName: v.name, InputParameters: v.parameters || undefined, Source: { Owner: 'AWS', SourceIdentifier: v.identifier } }) })}
          run={(v) => config().send(new PutConfigRuleCommand({ ConfigRule: { ConfigRuleName: v.name, InputParameters: v.parameters || undefined, Source: { Owner: 'AWS', SourceIdentifier: v.identifier } } }))}
        />
      )}
    />
  );
}

const qualifier = (result: EvaluationResult) => result.EvaluationResultIdentifier?.EvaluationResultQualifier ?? {};
const key = (result: EvaluationResult) => ({ resourceType: qualifier(result).ResourceType as 'AWS::S3::Bucket', resourceId: qualifier(result).ResourceId ?? '' });

export function Rule({ name }: { name: string }) {
  const option = { 'config-rule-name': name };
  const remediation = useLoad(async () => (await config().send(new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: [name] }))).RemediationConfigurations?.[0] ?? null, [name]);
  const target = remediation.value?.TargetId;
  return (
    <SpaceBetween size="m">
      <ResourceTable<EvaluationResult>
        id="config-evaluations" title={name} on={[name]} command={cli('configservice get-compliance-details-by-config-rule', option)}
        load={() => pages(async (NextToken) => { const r = await config().send(new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: name, NextToken, Limit: 100 })); return [r.EvaluationResults, r.NextToken]; })}
        empty={{ title: t.noVerdicts, hint: t.verdictsHint }}
        columns={[
          { id: 'resource', header: t.resource, text: (e) => qualifier(e).ResourceId ?? '', cell: (e) => <Link href={href('config', 'resources', qualifier(e).ResourceType ?? '', qualifier(e).ResourceId ?? '')}>{qualifier(e).ResourceId}</Link> },
          { id: 'type', header: t.type, text: (e) => qualifier(e).ResourceType ?? '' },
          { id: 'compliance', header: t.compliance, text: (e) => e.ComplianceType ?? '', cell: (e) => <Verdict of={e.ComplianceType} /> },
          { id: 'why', header: t.why, text: (e) => e.Annotation ?? '' },
          { id: 'at', header: t.at, text: (e) => when(e.ResultRecordedTime) },
        ]}
        choose={(chosen, reload) => (
          <Action
            label={t.remediate} disabled={!target || chosen.length === 0} after={() => { reload(); remediation.reload(); }} done={t.remediating} text={t.remediateText(target ?? '', chosen.length)}
            command={() => cli('configservice start-remediation-execution', { ...option, 'resource-keys': JSON.stringify(chosen.map(key)) })}
            run={() => config().send(new StartRemediationExecutionCommand({ ConfigRuleName: name, ResourceKeys: chosen.map(key) }))}
          />
        )}
        actions={(reload) => (
          <>
            <Action label={t.evaluate} after={reload} done={t.evaluationBegun} command={() => cli('configservice start-config-rules-evaluation', { 'config-rule-names': name })} run={() => config().send(new StartConfigRulesEvaluationCommand({ ConfigRuleNames: [name] }))} />
            <Action label={t.remove} done={t.ruleGone} after={() => go('config', 'rules')} command={() => cli('configservice delete-config-rule', option)} run={() => config().send(new DeleteConfigRuleCommand({ ConfigRuleName: name }))} />
          </>
        )}
      />
      <Show of={remediation}>{(set) => <Remediation rule={name} set={set} reload={remediation.reload} />}</Show>
    </SpaceBetween>
  );
}

const DOCUMENTS: [document: string, parameter: string][] = [
  ['AWS-ConfigureS3BucketVersioning', 'BucketName'], ['AWS-EnableS3BucketEncryption', 'BucketName'], ['AWS-DisableS3BucketPublicReadWrite', 'S3BucketName'], ['AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock', 'BucketName'],
  ['AWSConfigRemediation-EnableKeyRotation', 'KeyId'], ['AWSConfigRemediation-CancelKeyDeletion', 'KeyId'], ['AWSConfigRemediation-RotateSecret', 'SecretId'], ['AWSConfigRemediation-EnableCloudTrailLogFileValidation', 'TrailName'],
  ['AWSConfigRemediation-EncryptSNSTopic', 'TopicArn'], ['AWSConfigRemediation-SetIAMPasswordPolicy', ''], ['AWS-PublishSNSNotification', 'Message'],
];

function remediationOf(rule: string, v: Record<string, string>): RemediationConfiguration {
  const parameter = DOCUMENTS.find(([document]) => document === v.document)?.[1];
  const others = JSON.parse(v.parameters || '{}') as Record<string, string[]>;
  const Parameters: Record<string, RemediationParameterValue> = {
    AutomationAssumeRole: { StaticValue: { Values: [v.role ?? ''] } },
    ...(parameter ? { [parameter]: { ResourceValue: { Value: 'RESOURCE_ID' } } } : {}),
    ...Object.fromEntries(Object.entries(others).map(([name, Values]) => [name, { StaticValue: { Values } }])),
  };
  return { ConfigRuleName: rule, TargetType: 'SSM_DOCUMENT', TargetId: v.document, Parameters, Automatic: false };
}

/** What the command shows while the parameters are being written. */
function commandOf(rule: string, v: Record<string, string>): string {
  try {
    return cli('configservice put-remediation-configurations', { 'remediation-configurations': JSON.stringify([remediationOf(rule, v)]) });
  } catch {
    return cli('configservice put-remediation-configurations');
  }
}

function Remediation({ rule, set, reload }: { rule: string; set: RemediationConfiguration | null; reload: () => void }) {
  return (
    <SpaceBetween size="m">
      <Facts
        title={t.remediation} facts={set ? [[t.document, set.TargetId], [t.automatic, set.Automatic ? t.yes : t.no], [t.role, set.Parameters?.AutomationAssumeRole?.StaticValue?.Values?.[0]]] : [[t.document, t.noRemediation]]}
        actions={<Action label={t.setRemediation} after={reload} done={t.remediationSet} fields={[{ name: 'document', label: t.document, options: DOCUMENTS.map(([value]) => ({ value, label: value })) }, { name: 'role', label: t.role, hint: t.roleHint }, { name: 'parameters', label: t.otherParameters, hint: t.otherParametersHint, optional: true }]} command={(v) => commandOf(rule, v)} run={async (v) => config().send(new PutRemediationConfigurationsCommand({ RemediationConfigurations: [remediationOf(rule, v)] }))} />}
      />
      {set && (
        <ResourceTable<RemediationExecutionStatus>
          id="config-remediations" title={t.executions} level={2} on={[rule, set]} command={cli('configservice describe-remediation-execution-status', { 'config-rule-name': rule })} empty={{ title: t.noExecutions, hint: '' }}
          load={() => pages(async (NextToken) => { const r = await config().send(new DescribeRemediationExecutionStatusCommand({ ConfigRuleName: rule, NextToken })); return [r.RemediationExecutionStatuses, r.NextToken]; })}
          columns={[
            { id: 'resource', header: t.resource, text: (e) => e.ResourceKey?.resourceId ?? '' },
            { id: 'state', header: t.state, text: (e) => t.states[e.State ?? ''] ?? '', cell: (e) => <StatusIndicator type={e.State === 'SUCCEEDED' ? 'success' : e.State === 'FAILED' ? 'error' : 'in-progress'}>{t.states[e.State ?? '']}</StatusIndicator> },
            { id: 'steps', header: t.steps, text: (e) => (e.StepDetails ?? []).map((step) => `${step.Name}: ${step.State}${step.ErrorMessage ? ` (${step.ErrorMessage})` : ''}`).join(', ') },
            { id: 'begun', header: t.invoked, text: (e) => when(e.InvocationTime) },
          ]}
        />
      )}
    </SpaceBetween>
  );
}
