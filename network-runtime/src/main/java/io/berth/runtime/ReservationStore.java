package io.berth.runtime;

import java.util.List;

/**
 * Where reservations are kept. Quorum reads; methods block, and throw {@link io.berth.spi.NetworkException} and
 * nothing else.
 */
public interface ReservationStore {
    List<Reservation> list();
}
