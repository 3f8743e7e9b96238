// Gives a user an MFA device: a seed for an authenticator, and two codes that prove it has it.
import { CreateVirtualMFADeviceCommand, DeleteVirtualMFADeviceCommand, EnableMFADeviceCommand, IAMClient } from '@aws-sdk/client-iam';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { client } from '../../app/aws';
import { cli } from '../../app/cli';
import { Explained, failed, succeeded } from '../../app/notices';
import { Code } from '../../app/parts';
import { t as frame } from '../../app/texts';
import { t } from './texts';

const iam = () => client(IAMClient);
interface Device { serial: string; seed: string; picture?: string }

export function AssignMfa({ user, after }: { user: string; after: () => void }) {
  const [device, setDevice] = useState<Device>();
  const [codes, setCodes] = useState(['', '']);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  async function begin() {
    setBusy(true);
    try {
      const { VirtualMFADevice: made } = await iam().send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: user }));
      const picture = made?.QRCodePNG && `data:image/png;base64,${btoa(String.fromCharCode(...made.QRCodePNG))}`;
      setCodes(['', '']);
      setError(undefined);
      setDevice({ serial: made?.SerialNumber ?? '', seed: new TextDecoder().decode(made?.Base32StringSeed), picture });
    } catch (problem) {
      failed(problem);
    } finally {
      setBusy(false);
    }
  }
  async function enable() {
    if (!device) return;
    setBusy(true);
    try {
      await iam().send(new EnableMFADeviceCommand({ UserName: user, SerialNumber: device.serial, AuthenticationCode1: codes[0]?.trim(), AuthenticationCode2: codes[1]?.trim() }));
      setDevice(undefined);
      succeeded(t.mfaAssigned);
      after();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  }
  const cancel = () => {
    // A device that nobody has proven is of no use.
    if (device) iam().send(new DeleteVirtualMFADeviceCommand({ SerialNumber: device.serial })).catch(failed);
    setDevice(undefined);
  };
  const code = (index: number, label: string) => <FormField label={label} stretch><Input value={codes[index] ?? ''} inputMode="numeric" autoComplete="off" onChange={({ detail }) => setCodes((before) => before.with(index, detail.value))} /></FormField>;
  return (
    <>
      <Button wrapText={false} loading={busy && !device} onClick={begin}>{t.assignMfa}</Button>
      {device && (
        <Modal visible header={t.assignMfa} closeAriaLabel={frame.close} onDismiss={cancel} footer={<Box float="right"><SpaceBetween direction="horizontal" size="xs"><Button variant="link" onClick={cancel}>{frame.cancel}</Button><Button variant="primary" loading={busy} loadingText={frame.loading} disabled={codes.some((one) => !/^\s*\d{6}\s*$/.test(one))} onClick={enable}>{frame.confirm}</Button></SpaceBetween></Box>}>
          <SpaceBetween size="m">
            {error !== undefined && <Alert type="error" header={frame.failed}><Explained error={error} /></Alert>}
            <Box>{t.mfaText}</Box>
            {device.picture && <img className="qr" src={device.picture} alt={t.qr} />}
            <FormField label={t.seed} stretch><Code text={device.seed} /></FormField>
            {code(0, t.firstCode)}{code(1, t.secondCode)}
            <Code text={cli('iam enable-mfa-device', { 'user-name': user, 'serial-number': device.serial, 'authentication-code1': codes[0], 'authentication-code2': codes[1] })} />
          </SpaceBetween>
        </Modal>
      )}
    </>
  );
}
