/** The small HTTP servers of the operator: health, and what the webhook stands on. */
@NullMarked
package io.berth.operator.http;

import org.jspecify.annotations.NullMarked;
