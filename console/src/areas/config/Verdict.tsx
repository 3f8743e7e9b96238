import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { t } from './texts';

export function Verdict({ of }: { of?: string }) {
  const type = of === 'COMPLIANT' ? 'success' : of === 'NON_COMPLIANT' ? 'error' : 'pending';
  return <StatusIndicator type={type}>{t.verdicts[of ?? ''] ?? t.verdicts.INSUFFICIENT_DATA}</StatusIndicator>;
}
