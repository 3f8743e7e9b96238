import { type AwsSecurityFindingFilters, DescribeHubCommand, EnableSecurityHubCommand } from '@aws-sdk/client-securityhub';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { ReactNode } from 'react';
import { Action } from '../../app/action';
import { trouble } from '../../app/aws';
import { cli } from '../../app/cli';
import { Show, Teach, useLoad } from '../../app/parts';
import { Detail, Findings } from './findings';
import { hub } from './hub';
import { InsightPage, Insights } from './insights';
import { ControlPage, Controls, StandardPage, Standards } from './standards';
import { t } from './texts';

export default function SecurityHub({ path }: { path: string[] }) {
  return <Enabled><Page path={path} /></Enabled>;
}

function Page({ path: [kind, id] }: { path: string[] }) {
  if (kind === 'standards') return id ? <StandardPage key={id} arn={id} /> : <Standards />;
  if (kind === 'controls') return id ? <ControlPage key={id} id={id} /> : <Controls />;
  if (kind === 'insights') return id ? <InsightPage key={id} arn={id} /> : <Insights />;
  if (kind === 'search' && id) return <Findings title={t.filtered} workflow="ALL" filters={JSON.parse(id) as AwsSecurityFindingFilters} />;
  return id ? <Detail key={id} id={id} /> : <Findings />;
}

/** The pages of an enabled hub, or the way to enable it. */
function Enabled({ children }: { children: ReactNode }) {
  const state = useLoad(async () => {
    try {
      return (await hub().send(new DescribeHubCommand({}))).HubArn ?? '';
    } catch (error) {
      if (/InvalidAccess|ResourceNotFound/.test(trouble(error).code)) return '';
      throw error;
    }
  });
  return (
    <Show of={state}>{(arn) => arn ? <>{children}</> : (
      <Container header={<Header variant="h1" actions={<Action label={t.enable} primary after={state.reload} done={t.enabled} command={() => cli('securityhub enable-security-hub')} run={() => hub().send(new EnableSecurityHubCommand({}))} />}>{t.product}</Header>}>
        <Teach title={t.off} hint={t.offHint} />
      </Container>
    )}</Show>
  );
}
