#include "gateway/store/sqlite_receipts.hpp"

#include <algorithm>
#include <array>

namespace sluice::store {

namespace {

constexpr std::array kFinalStatuses = {kProcessed, kProcessedWithFindings, kHeld, kRejected};
constexpr std::size_t kIdSymbolsMin = 8;
constexpr std::size_t kIdSymbolsMax = 48;
constexpr std::size_t kIdSymbolsStep = 4;

const std::string kReceiptColumns =
    "SELECT seq, id, sender, submission_id, digest, purpose, legal_basis, period_from, period_to, semantics, "
    "as_of, "
    "received_at, status, pack_digest, summary_json, definition FROM sluice_receipt ";

Receipt read_receipt(const sqlite::Cursor& cursor) {
    Receipt receipt;
    receipt.seq = cursor.integer(0);
    receipt.id = cursor.string(1);
    receipt.submission.sender = cursor.string(2);
    receipt.submission.id = cursor.string(3);
    receipt.digest = cursor.string(4);
    receipt.submission.purpose = cursor.string(5);
    receipt.submission.legal_basis = cursor.string(6);
    receipt.submission.period_from = cursor.string(7);
    receipt.submission.period_to = cursor.string(8);
    receipt.submission.semantics = cursor.string(9);
    receipt.submission.as_of = cursor.string(10);
    receipt.submission.received_at = cursor.string(11);
    receipt.status = cursor.string(12);
    receipt.pack_digest = cursor.string(13);
    receipt.summary_json = cursor.string(14);
    receipt.definition = cursor.string(15);
    return receipt;
}

// What a repeated submission must agree with.
Result<void> check_repetition(
    const Receipt& stored, const std::string& digest, const Submission& submission
) {
    if (stored.digest != digest) {
        return Error(
            ErrorCode::conflict,
            "the sender has used this submission id for other files, or with another "
            "manifest (receipt " +
                stored.id + "); give what is new an id of its own"
        );
    }
    if (stored.submission.purpose != submission.purpose) {
        return Error(
            ErrorCode::conflict, "this submission was accepted for the purpose '" +
                                     stored.submission.purpose + "' (receipt " + stored.id +
                                     ") and cannot be accepted for '" + submission.purpose + "' as well"
        );
    }
    return {};
}

}  // namespace

SqliteReceipts::SqliteReceipts(Store& store, SqliteSession& session)
    : store_(&store),
      session_(&session),
      insert_(
          *session.database, "add a receipt",
          "INSERT INTO sluice_receipt(id, sender, submission_id, digest, purpose, legal_basis, period_from, "
          "period_to, semantics, as_of, received_at, status) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"
      ),
      insert_file_(
          *session.database, "add a receipt's file",
          "INSERT INTO sluice_submission_file(receipt, file, name, sha256, bytes, sender) VALUES(?,?,?,?,?,?)"
      ),
      all_(*session.database, "read receipts", kReceiptColumns + "ORDER BY seq"),
      by_submission_(
          *session.database, "find a submission", kReceiptColumns + "WHERE sender=? AND submission_id=?"
      ),
      by_id_(*session.database, "find a receipt", kReceiptColumns + "WHERE id=?"),
      by_seq_(*session.database, "find a receipt", kReceiptColumns + "WHERE seq=?"),
      files_(
          *session.database, "read a receipt's files",
          "SELECT name, sha256, bytes, sender FROM sluice_submission_file WHERE receipt=? ORDER BY file"
      ),
      publish_(
          *session.database, "publish a receipt",
          "UPDATE sluice_receipt SET status=?, pack_digest=?, definition=?, summary_json=? WHERE seq=? AND "
          "status='received'"
      ),
      tallies_(session) {}

Result<Receipt> SqliteReceipts::accept(const Submission& submission) {
    if (submission.sender.empty() || submission.purpose.empty() || submission.files.empty()) {
        return Error(ErrorCode::usage, "a submission needs a sender, a purpose and at least one file");
    }
    Receipt receipt;
    receipt.digest = submission.digest.empty() ? submission_digest(submission.files) : submission.digest;
    receipt.submission = submission;
    if (receipt.submission.id.empty()) {
        receipt.submission.id = receipt.digest;
    }
    SLUICE_ASSIGN(Transaction transaction, store_->begin());
    SLUICE_ASSIGN(std::optional<Receipt> stored, find(submission.sender, receipt.submission.id));
    if (stored) {
        SLUICE_TRY(check_repetition(*stored, receipt.digest, submission));
        stored->repeated = true;
        return *std::move(stored);
    }
    SLUICE_ASSIGN(receipt.id, free_id(receipt));
    SLUICE_TRY(insert(receipt));
    SLUICE_TRY(transaction.commit());
    return receipt;
}

// Forty bits are short enough to say; where another submission has them already, more are taken.
Result<std::string> SqliteReceipts::free_id(const Receipt& receipt) {
    for (std::size_t symbols = kIdSymbolsMin; symbols <= kIdSymbolsMax; symbols += kIdSymbolsStep) {
        std::string id =
            make_receipt_id(receipt.submission.sender, receipt.submission.id, receipt.digest, symbols);
        sqlite::Cursor cursor = by_id_.query(id);
        SLUICE_ASSIGN(const bool taken, cursor.next());
        if (!taken) {
            return id;
        }
    }
    return Error(ErrorCode::internal, "store: no receipt id is free for this submission");
}

Result<void> SqliteReceipts::insert(Receipt& receipt) {
    const Submission& submission = receipt.submission;
    receipt.status = kReceived;
    SLUICE_TRY(session_->write(
        insert_, receipt.id, submission.sender, submission.id, receipt.digest, submission.purpose,
        submission.legal_basis, submission.period_from, submission.period_to, submission.semantics,
        submission.as_of, submission.received_at, receipt.status
    ));
    receipt.seq = session_->database->last_insert_rowid();
    for (std::size_t file = 0; file < submission.files.size(); ++file) {
        const SubmissionFile& sent = submission.files[file];
        SLUICE_TRY(
            session_->write(insert_file_, receipt.seq, file, sent.name, sent.sha256, sent.bytes, sent.sender)
        );
    }
    return {};
}

Result<std::optional<Receipt>> SqliteReceipts::find(
    const std::string& sender, const std::string& submission_id
) {
    return read_one(by_submission_.query(sender, submission_id));
}

Result<std::optional<Receipt>> SqliteReceipts::read_one(sqlite::Cursor cursor) {
    SLUICE_ASSIGN(const bool found, cursor.next());
    if (!found) {
        return std::optional<Receipt>();
    }
    Receipt receipt = read_receipt(cursor);
    SLUICE_TRY(read_files(receipt));
    return std::optional(std::move(receipt));
}

Result<void> SqliteReceipts::read_files(Receipt& receipt) {
    sqlite::Cursor cursor = files_.query(receipt.seq);
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return {};
        }
        receipt.submission.files.push_back(
            {cursor.string(0), cursor.string(1), static_cast<std::uint64_t>(cursor.integer(2)),
             cursor.string(3)}
        );
    }
}

Result<std::vector<Receipt>> SqliteReceipts::receipts() {
    std::vector<Receipt> receipts;
    sqlite::Cursor cursor = all_.query();
    for (;;) {
        SLUICE_ASSIGN(const bool found, cursor.next());
        if (!found) {
            return receipts;
        }
        receipts.push_back(read_receipt(cursor));
        SLUICE_TRY(read_files(receipts.back()));
    }
}

Result<std::optional<Receipt>> SqliteReceipts::receipt(std::string_view id) {
    const std::optional<std::string> canonical = parse_receipt_id(id);
    if (!canonical) {
        return std::optional<Receipt>();
    }
    return read_one(by_id_.query(*canonical));
}

Result<std::optional<Receipt>> SqliteReceipts::receipt(std::int64_t seq) {
    return read_one(by_seq_.query(seq));
}

Result<void> SqliteReceipts::publish(std::int64_t seq, const ReceiptResult& result) {
    if (std::find(kFinalStatuses.begin(), kFinalStatuses.end(), result.status) == kFinalStatuses.end()) {
        return Error(
            ErrorCode::internal, "store: '" + result.status + "' is not a status of a published receipt"
        );
    }
    SLUICE_TRY(session_->write(
        publish_, result.status, result.pack_digest, result.definition, result.summary_json, seq
    ));
    if (session_->database->changes() == 0) {
        return Error(
            ErrorCode::conflict, "receipt number " + std::to_string(seq) +
                                     " is not there or was published before; its result stays"
        );
    }
    return tallies_.add(seq, result);
}

}  // namespace sluice::store
