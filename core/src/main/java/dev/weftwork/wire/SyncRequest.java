package dev.weftwork.wire;

import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushRequest;

/**
 * A push and a pull in one request.
 *
 * @param push what is offered
 * @param pull what is asked for; its patience does not travel
 * @param brief whether the answer is to say of what was pushed no more than the client cannot know
 */
public record SyncRequest(PushRequest push, PullRequest pull, boolean brief) {}
