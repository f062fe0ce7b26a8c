/** What pods would get, found out without any effect. */
@NullMarked
package io.berth.operator.plan;

import org.jspecify.annotations.NullMarked;
