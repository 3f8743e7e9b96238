import { type Account, CreateAccountCommand, CreateOrganizationCommand, CreateOrganizationalUnitCommand, DescribeOrganizationCommand, MoveAccountCommand } from '@aws-sdk/client-organizations';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type DragEvent, useState } from 'react';
import { Action } from '../../app/action';
import { trouble } from '../../app/aws';
import { cli } from '../../app/cli';
import { failed, succeeded } from '../../app/notices';
import { Cli, Code, Show, Teach, useLoad } from '../../app/parts';
import { href } from '../../app/router';
import { t as frame } from '../../app/texts';
import { type Place, type Unit, org, placesOf, tree } from './data';
import { t } from './texts';

interface Move { account: Account; from: string; to: string }

const KIND = 'application/x-cloudkeep-account';
const options = (move: Move) => ({ 'account-id': move.account.Id, 'source-parent-id': move.from, 'destination-parent-id': move.to });
const moved = (move: Move) => org().send(new MoveAccountCommand({ AccountId: move.account.Id, SourceParentId: move.from, DestinationParentId: move.to }));

export function Tree() {
  const loaded = useLoad(async () => {
    try {
      const [description, top] = await Promise.all([org().send(new DescribeOrganizationCommand({})), tree()]);
      return { description: description.Organization, top };
    } catch (error) {
      if (trouble(error).code === 'AWSOrganizationsNotInUseException') return null;
      throw error;
    }
  });
  const [dropped, setDropped] = useState<Move & { unit: string }>();
  const { reload } = loaded;
  return (
    <Show of={loaded}>
      {(found) => found === null ? (
        <SpaceBetween size="m">
          <Teach title={t.none} hint={t.noneHint} />
          <Box textAlign="center"><Action label={t.create} primary after={reload} done={t.created} command={() => cli('organizations create-organization')} run={() => org().send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }))} /></Box>
        </SpaceBetween>
      ) : (
        <SpaceBetween size="m">
          <Header variant="h1" description={t.described(found.description?.Id, found.description?.MasterAccountId)} actions={<SpaceBetween direction="horizontal" size="xs">
            <Button iconName="refresh" ariaLabel={frame.refresh} loading={loaded.loading} onClick={reload} />
            <Cli command={cli('organizations list-accounts')} />
            <Action label={t.createUnit} after={reload} done={t.unitThere} fields={[{ name: 'name', label: t.name }, { name: 'parent', label: t.parent, initial: found.top.id, options: placesOf(found.top, false) }]} command={(v) => cli('organizations create-organizational-unit', { 'parent-id': v.parent, name: v.name })} run={(v) => org().send(new CreateOrganizationalUnitCommand({ ParentId: v.parent, Name: v.name }))} />
            <Action label={t.createAccount} primary after={() => setTimeout(reload, 800)} done={t.accountMade} fields={[{ name: 'name', label: t.accountName }, { name: 'email', label: t.email }]} command={(v) => cli('organizations create-account', { 'account-name': v.name, email: v.email })} run={(v) => org().send(new CreateAccountCommand({ AccountName: v.name, Email: v.email }))} />
          </SpaceBetween>}>{t.tree}</Header>
          <Container><SpaceBetween size="s"><Box color="text-body-secondary">{t.dragHint}</Box><div className="tree"><Branch unit={found.top} places={placesOf(found.top, false)} reload={reload} drop={setDropped} /></div></SpaceBetween></Container>
          {dropped && <Confirm move={dropped} unit={dropped.unit} close={() => setDropped(undefined)} done={reload} />}
        </SpaceBetween>
      )}
    </Show>
  );
}

/** A drop is a wish; guardrails change with the place, so it is confirmed. */
function Confirm({ move, unit, close, done }: { move: Move; unit: string; close: () => void; done: () => void }) {
  const [busy, setBusy] = useState(false);
  async function run() {
    setBusy(true);
    try {
      await moved(move);
      succeeded(t.moved);
      done();
    } catch (error) {
      failed(error);
    }
    close();
  }
  return (
    <Modal visible header={t.dropped(move.account.Name ?? '', unit)} closeAriaLabel={frame.close} onDismiss={close} footer={<Box float="right"><SpaceBetween direction="horizontal" size="xs"><Button variant="link" onClick={close}>{frame.cancel}</Button><Button variant="primary" loading={busy} loadingText={frame.loading} onClick={run}>{frame.confirm}</Button></SpaceBetween></Box>}>
      <Code text={cli('organizations move-account', options(move))} />
    </Modal>
  );
}

function Branch({ unit: here, places, reload, drop }: { unit: Unit; places: Place[]; reload: () => void; drop: (move: Move & { unit: string }) => void }) {
  const [over, setOver] = useState(false);
  const takes = (event: DragEvent) => event.dataTransfer.types.includes(KIND);
  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (!takes(event)) return;
    event.preventDefault();
    event.stopPropagation();
    const { account, from } = JSON.parse(event.dataTransfer.getData(KIND)) as Omit<Move, 'to'>;
    if (from !== here.id) drop({ account, from, to: here.id, unit: here.name });
  };
  return (
    <div
      className={over ? 'tree-unit over' : 'tree-unit'} data-unit={here.id}
      onDragOver={(event) => { if (takes(event)) { event.preventDefault(); event.stopPropagation(); setOver(true); } }} onDragLeave={() => setOver(false)} onDrop={onDrop}
    >
      <Link variant="primary" href={href('organizations', 'targets', here.id)}>{here.name}</Link> <Box variant="small" display="inline">{here.id}</Box>
      <ul>
        {here.units.map((child) => <li key={child.id}><Branch unit={child} places={places} reload={reload} drop={drop} /></li>)}
        {here.accounts.map((account) => (
          <li key={account.Id} draggable className="tree-account" onDragStart={(event) => { event.stopPropagation(); event.dataTransfer.effectAllowed = 'move'; event.dataTransfer.setData(KIND, JSON.stringify({ account, from: here.id })); }}>
            <SpaceBetween direction="horizontal" size="xs">
              <Box padding={{ top: 'xxs' }}><Link href={href('organizations', 'targets', account.Id ?? '')}>{account.Name}</Link> <Box variant="small" display="inline">{account.Id} · {account.Email} · {account.Status}</Box></Box>
              <Action
                label={t.move} ariaLabel={t.moveOf(account.Name ?? '')} after={reload} done={t.moved} fields={[{ name: 'to', label: t.moveTo, options: places.filter((place) => place.value !== here.id) }]}
                command={(v) => cli('organizations move-account', options({ account, from: here.id, to: v.to ?? '' }))} run={(v) => moved({ account, from: here.id, to: v.to ?? '' })}
              />
            </SpaceBetween>
          </li>
        ))}
        {here.units.length + here.accounts.length === 0 && <li><Box color="text-body-secondary">{t.empty}</Box></li>}
      </ul>
    </div>
  );
}
