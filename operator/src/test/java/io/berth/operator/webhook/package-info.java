@NullMarked
package io.berth.operator.webhook;

import org.jspecify.annotations.NullMarked;
