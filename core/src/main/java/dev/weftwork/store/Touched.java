package dev.weftwork.store;

import dev.weftwork.graph.WorkflowId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which workflows have changed, for each of those who keep an account of it. Guarded by the replica's lock. */
final class Touched {
    private final List<Account> accounts = new ArrayList<>();

    /** What changed since somebody last asked. */
    static final class Account {
        private Set<WorkflowId> some = new HashSet<>();
        /** Everything may have changed. */
        private boolean all = true;

        void all() {
            all = true;
        }

        /** What changed, of all that there are; it is forgotten. */
        Set<WorkflowId> take(Set<WorkflowId> there) {
            Set<WorkflowId> taken = some;
            some = new HashSet<>();
            if (all) {
                all = false;
                taken.addAll(there);
            }
            return taken;
        }
    }

    Account open() {
        Account account = new Account();
        accounts.add(account);
        return account;
    }

    boolean close(Account account) {
        return accounts.remove(account);
    }

    void note(WorkflowId workflow) {
        accounts.forEach(account -> account.some.add(workflow));
    }

    void noteAll() {
        accounts.forEach(Account::all);
    }
}
