/** How many requests a vendor gets from us: a rate per action that shrinks when the vendor says so, and a breaker. */
@NullMarked
package io.berth.runtime.budget;

import org.jspecify.annotations.NullMarked;
