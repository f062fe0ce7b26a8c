@NullMarked
package io.berth.operator.http;

import org.jspecify.annotations.NullMarked;
