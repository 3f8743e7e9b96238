import { CreateDetectorCommand, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { Action } from '../../app/action';
import { cli } from '../../app/cli';
import { Show, Teach, useLoad } from '../../app/parts';
import { Detail } from './Evidence';
import { Findings, guardduty } from './findings';
import { t } from './texts';

export default function GuardDuty({ path }: { path: string[] }) {
  const detector = useLoad(async () => (await guardduty().send(new ListDetectorsCommand({}))).DetectorIds?.[0] ?? null);
  return (
    <Show of={detector}>{(id) => id ? (path[1] ? <Detail key={path[1]} detector={id} id={path[1]} /> : <Findings detector={id} />) : (
      <Container header={<Header variant="h1" actions={<Action label={t.enable} primary after={detector.reload} done={t.enabled} command={() => cli('guardduty create-detector --enable')} run={() => guardduty().send(new CreateDetectorCommand({ Enable: true }))} />}>{t.findings}</Header>}>
        <Teach title={t.off} hint={t.offHint} />
      </Container>
    )}</Show>
  );
}
