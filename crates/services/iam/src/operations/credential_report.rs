//! The credential report.

use bytes::Bytes;
use plane::{Access, Registry, Stored};

use crate::api::{
    self, CredentialReportExpiredException, CredentialReportNotPresentException, CredentialReportNotReadyException,
    ReportFormatType, ReportStateType, operation,
};
use crate::common::{now, when};
use crate::reports::CredentialReport;

pub(super) fn register(registry: &mut Registry) {
    registry.add::<operation::GenerateCredentialReport>().add::<operation::GetCredentialReport>();
}

handle!(GenerateCredentialReport {
    access(_, _lookup) { Ok(Access::any()) }
    run(_, tx) {
        let (account, now) = (tx.account(), now(tx));
        let found = tx.get::<CredentialReport>(account, "", CredentialReport::ID).await?;
        let (state, description) = match &found {
            Some(report) if report.body.is_current(now) => (ReportStateType::Complete, None),
            Some(report) if report.body.generated_at.is_none() => (ReportStateType::Inprogress, None),
            _ => {
                let body = CredentialReport { requested_at: now, generated_at: None, content: String::new() };
                let stored = match found {
                    Some(old) => Stored { body, ..old },
                    None => Stored::new(account, "", CredentialReport::ID, body),
                };
                tx.put(&stored)?;
                (ReportStateType::Started, Some("No report exists. Starting a new report generation task".to_owned()))
            }
        };
        Ok(api::GenerateCredentialReportResponse { state: Some(state), description })
    }
});

handle!(GetCredentialReport {
    access(_, _lookup) { Ok(Access::any()) }
    run(_, tx) {
        let account = tx.account();
        let Some(found) = tx.get::<CredentialReport>(account, "", CredentialReport::ID).await? else {
            return Err(CredentialReportNotPresentException::new("No report exists. Call GenerateCredentialReport to create one.").into());
        };
        let Some(generated_at) = found.body.generated_at else {
            return Err(CredentialReportNotReadyException::new("Report is still being generated.").into());
        };
        if !found.body.is_current(now(tx)) {
            return Err(CredentialReportExpiredException::new("The report is more than four hours old. Call GenerateCredentialReport again.").into());
        }
        Ok(api::GetCredentialReportResponse {
            content: Some(Bytes::from(found.body.content)),
            report_format: Some(ReportFormatType::TextCsv),
            generated_time: Some(when(generated_at)),
        })
    }
});
