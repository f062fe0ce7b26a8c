/** Pods that are reached by Services of their own. */
@NullMarked
package io.berth.it.services;

import org.jspecify.annotations.NullMarked;
